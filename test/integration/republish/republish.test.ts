import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messagesOf } from '../../../functions/ledger/cloud-event.ts';
import { HistoryEvent, type NewEvent } from '../../../functions/ledger/history-event.ts';
import { eventKey } from '../../../functions/ledger/item-keys.ts';
import { dynamoLedger } from '../../../functions/ledger/ledger.dynamodb.ts';
import { startProcessing } from '../../../functions/ledger/open-stage.ts';
import { arnOf } from '../../../local/assembly/place.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { openQueues, type Queues } from '../../../local/queues/queues.ts';
import { eventPages } from '../../../scripts/republish/event-pages.dynamodb.ts';
import { queue, subscription, temporaryFolder, topic } from '../../local/queues/support.ts';
import { unpaidMeta, withoutLimits } from '../../support/accepted-dossier.ts';
import { DOSSIERS_TABLE, openDossiersTable } from '../../support/dossiers-table.ts';
import { countedUlid } from '../../support/fixed.ts';
import { runScript } from '../../support/run-script.ts';

const window = { from: '2026-11-23T02:00:00.000Z', to: '2026-11-23T03:00:00.000Z' };
const TASK_OPENED = 'vn.motcua.task.opened.v1';

describe('npm run republish against the local engines', () => {
  let table: Awaited<ReturnType<typeof openDossiersTable>>;
  let queues: Queues;
  let sqs: SQSClient;
  const folder = temporaryFolder();
  const clock = new VirtualClock();

  /** Three dossiers, each with an event before the window, one at its first moment that opens tasks, one in it, one at its end. */
  beforeAll(async () => {
    table = await openDossiersTable();
    queues = await openQueues({ dataDir: folder.path, clock });
    await queues.deploy([
      queue('all'),
      queue('land'),
      topic('events'),
      subscription('events', 'all', { RawMessageDelivery: true }),
      subscription('events', 'land', { RawMessageDelivery: true, FilterPolicy: { type: [TASK_OPENED], agency: ['land'] } }),
    ]);
    sqs = new SQSClient({
      endpoint: queues.endpoint,
      region: 'ap-southeast-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const ledger = dynamoLedger(table.clientOf(), DOSSIERS_TABLE);
    const step = (at: string, event: NewEvent) => ({
      at: new Date(at),
      by: { kind: 'system' as const, id: 'test' },
      cause: 'cause-1',
      events: [{ event }],
      change: {},
    });
    const waiting: NewEvent = { type: 'dossier.lookups-waiting', data: { reason: 'test' } };
    for (const n of [1, 2, 3]) {
      const meta = await unpaidMeta({ dossierId: countedUlid(n), n: 0 });
      const { event: started } = startProcessing(meta, new Date(window.from), withoutLimits);
      let done = await ledger.open(meta, step('2026-11-23T01:59:59.999Z', waiting));
      const rest = [step(window.from, started), step('2026-11-23T02:59:59.999Z', waiting), step(window.to, waiting)];
      for (const next of rest) {
        if (done.kind !== 'committed') throw new Error(done.kind);
        done = await ledger.commit(done.meta, next);
      }
    }
  });
  afterAll(async () => {
    sqs.destroy();
    await queues.stop();
    clock.stop();
    folder.remove();
    await table.stop();
  });

  const run = (...more: string[]) => {
    const order = ['--table', DOSSIERS_TABLE, '--topic', arnOf('sns', 'events'), '--cell', '42', '--from', window.from, '--to', window.to];
    return runScript('republish', [...order, ...more], { DYNAMODB: table.proxy.url, SNS: queues.endpoint });
  };

  /** Takes everything out of a queue. */
  const drain = async (name: string) => {
    const QueueUrl = `${queues.endpoint}/000000000000/${name}`;
    const taken: { event: unknown; attributes: Record<string, string | undefined> }[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
      );
      if (Messages.length === 0) return taken;
      for (const { Body = '', MessageAttributes = {}, ReceiptHandle } of Messages) {
        const attributes = Object.fromEntries(Object.entries(MessageAttributes).map(([key, { StringValue }]) => [key, StringValue]));
        taken.push({ event: JSON.parse(Body), attributes });
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  };

  const expected = async () => {
    const ledger = dynamoLedger(table.clientOf(), DOSSIERS_TABLE);
    const items = await Promise.all([1, 2, 3].flatMap((n) => [2, 3].map((number) => ledger.readItem(eventKey(countedUlid(n), number)))));
    return items.flatMap((item) => messagesOf(HistoryEvent.parse(item), '42'));
  };
  const byId = <Message extends { event: unknown }>(messages: readonly Message[]) =>
    [...messages].sort((one, other) => JSON.stringify(one.event).localeCompare(JSON.stringify(other.event)));

  it('publishes exactly what the stream publishes of the window, to whoever it concerns, as often as it is run', async () => {
    for (const _ of ['once', 'once more']) {
      expect(await run()).toEqual({ code: 0, out: 'published 6 events as 15 messages (15 items read)\n', err: '' });
      const messages = await expected();
      expect(byId(await drain('all'))).toEqual(byId(messages));
      expect(byId(await drain('land'))).toEqual(byId(messages.filter(({ attributes }) => attributes.agency === 'land')));
    }
  });

  it('counts and publishes nothing in a dry run', async () => {
    expect(await run('--dry-run')).toMatchObject({ code: 0, out: 'would publish 6 events as 15 messages (15 items read)\n' });
    expect(await drain('all')).toEqual([]);
  });

  it('finds the same over many pages, those of one dossier in their order', async () => {
    const found: [string, number][] = [];
    let pages = 0;
    for await (const { items } of eventPages(table.clientOf(), DOSSIERS_TABLE, window, 2)) {
      pages += 1;
      found.push(...items.map((item): [string, number] => [String(item['dossierId']), Number(item['n'])]));
    }
    expect(pages).toBeGreaterThan(6);
    for (const n of [1, 2, 3]) expect(found.filter(([id]) => id === countedUlid(n)).map(([, number]) => number)).toEqual([2, 3]);
  });

  it('ends with a failure that names the topic’s refusal, after what it could not do', async () => {
    const { code, out, err } = await run('--topic', arnOf('sns', 'unknown'));
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/EVENT#0002 could not be published/);
  });

  it('says what it needs when it is called wrongly', async () => {
    const { code, err } = await run('--cell', 'national');
    expect([code, err.includes('--cell must be'), err.includes('npm run republish')]).toEqual([2, true, true]);
  });

  it('leaves out and names an event that nobody could have published, and fails', async () => {
    const key = eventKey(countedUlid(4), 1);
    await table.clientOf().send(new PutCommand({ TableName: DOSSIERS_TABLE, Item: { ...key, at: '2026-11-23T02:30:00.000Z', type: 'x' } }));
    const { code, out, err } = await run('--dry-run');
    expect([code, out]).toEqual([1, 'would publish 6 events as 15 messages (16 items read)\n']);
    expect(err).toBe(`left out, because it is no history event: ${key.pk} ${key.sk}\n`);
  });
});
