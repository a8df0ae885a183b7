import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { arnOf } from '../../../local/assembly/place.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { openQueues, type Queues } from '../../../local/queues/queues.ts';
import { queue, temporaryFolder } from '../../local/queues/support.ts';
import { deadLetters } from '../../support/dead-letter-bodies.ts';
import { countedUlid } from '../../support/fixed.ts';
import { runScript } from '../../support/run-script.ts';

const guarded = (name: string, dead: string) =>
  queue(name, { RedrivePolicy: { deadLetterTargetArn: arnOf('sqs', dead), maxReceiveCount: 5 } });

describe('npm run redrive against the local engine', () => {
  let queues: Queues;
  let sqs: SQSClient;
  const folder = temporaryFolder();
  const clock = new VirtualClock();
  const [one, other] = [deadLetters(countedUlid(1)), deadLetters(countedUlid(2))];
  const QUEUES = ['Lookups', 'LookupsDeadLetters', 'LandTasks', 'HomeTasks', 'SharedDeadLetters', 'UnpublishedEvents', 'MissedSweeps'];

  const url = (name: string) => `${queues.endpoint}/000000000000/${name}`;
  const send = async (name: string, body: unknown, MessageAttributes?: Record<string, MessageAttributeValue>): Promise<void> => {
    const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
    await sqs.send(new SendMessageCommand({ QueueUrl: url(name), MessageBody, ...(MessageAttributes && { MessageAttributes }) }));
  };
  /** Takes everything out of a queue. */
  const drain = async (name: string) => {
    const taken: { body: string; attributes: Record<string, MessageAttributeValue> }[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: url(name), MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
      );
      if (Messages.length === 0) return taken;
      for (const { Body = '', MessageAttributes = {}, ReceiptHandle } of Messages) {
        taken.push({ body: Body, attributes: MessageAttributes });
        await sqs.send(new DeleteMessageCommand({ QueueUrl: url(name), ReceiptHandle }));
      }
    }
  };
  /** Messages to be seen, and messages that somebody holds. */
  const depth = async (name: string) => {
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url(name), AttributeNames: ['All'] }));
    return [Number(Attributes.ApproximateNumberOfMessages), Number(Attributes.ApproximateNumberOfMessagesNotVisible)];
  };
  const run = (...args: string[]) => runScript('redrive', args, { SQS: queues.endpoint });

  beforeAll(async () => {
    queues = await openQueues({ dataDir: folder.path, clock });
    await queues.deploy([
      queue('LookupsDeadLetters'),
      guarded('Lookups', 'LookupsDeadLetters'),
      queue('SharedDeadLetters'),
      guarded('LandTasks', 'SharedDeadLetters'),
      guarded('HomeTasks', 'SharedDeadLetters'),
      queue('UnpublishedEvents'),
      queue('MissedSweeps'),
    ]);
    sqs = new SQSClient({
      endpoint: queues.endpoint,
      region: 'ap-southeast-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  });
  afterEach(async () => {
    for (const name of QUEUES) await drain(name);
  });
  afterAll(async () => {
    sqs.destroy();
    await queues.stop();
    clock.stop();
    folder.remove();
  });

  it('moves messages to the queue whose redrive policy names theirs, as they were', async () => {
    const attributes = {
      agency: { DataType: 'String', StringValue: 'land' },
      size: { DataType: 'Number', StringValue: '7' },
      key: { DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2, 255) },
    };
    await send('LookupsDeadLetters', one.submitted, attributes);
    await send('LookupsDeadLetters', 'Tiếng Việt, no JSON');
    const { code, out, err } = await run('--from', url('LookupsDeadLetters'));
    expect([code, err]).toEqual([0, '']);
    expect(out.trimEnd().split('\n').at(-1)).toBe('moved 2 messages from LookupsDeadLetters to Lookups; 0 stay');
    expect(await depth('LookupsDeadLetters')).toEqual([0, 0]);
    const moved = await drain('Lookups');
    expect(new Set(moved.map(({ body }) => body))).toEqual(new Set([JSON.stringify(one.submitted), 'Tiếng Việt, no JSON']));
    expect(moved.find(({ body }) => body.startsWith('{'))?.attributes).toMatchObject(attributes);
  });

  it('says what there is and moves nothing in a dry run; all is in sight again after it', async () => {
    for (let n = 0; n < 23; n += 1) await send('LookupsDeadLetters', n % 2 ? one.submitted : other.lookups);
    const { code, out } = await run('--from', 'LookupsDeadLetters', '--dry-run', '--max', '20');
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}lookups: 12 \(would move \d+\), the oldest from \S+Z, \d+ s ago$/m);
    expect(out).toMatch(/^ {2}vn\.motcua\.dossier\.submitted\.v1: 11 \(would move \d+\), the oldest from /m);
    expect(out).toMatch(/^would move 20 messages from LookupsDeadLetters to Lookups; 23 there$/m);
    expect([await depth('LookupsDeadLetters'), await depth('Lookups')]).toEqual([
      [23, 0],
      [0, 0],
    ]);
  });

  it('moves one group, up to the cap, and leaves the rest in sight', async () => {
    for (let n = 0; n < 15; n += 1) await send('LookupsDeadLetters', n % 3 ? one.submitted : other.lookups);
    const only = ['--group-by', 'dossier', '--only', countedUlid(1)];
    const first = await run('--from', 'LookupsDeadLetters', ...only, '--max', '4');
    expect(first.out).toMatch(/^moved 4 messages from LookupsDeadLetters to Lookups; more stay: --max is 4$/m);
    expect(await depth('LookupsDeadLetters')).toEqual([11, 0]);
    const { out } = await run('--from', 'LookupsDeadLetters', ...only, '--json');
    expect(JSON.parse(out)).toMatchObject({ from: 'LookupsDeadLetters', to: 'Lookups', moved: 6, complete: true, failed: [] });
    expect((await drain('Lookups')).map(({ body }) => body)).toEqual(Array.from({ length: 10 }, () => JSON.stringify(one.submitted)));
    expect(await depth('LookupsDeadLetters')).toEqual([5, 0]);
  });

  it('finds a queue by a part of its name that no other has', async () => {
    await send('LookupsDeadLetters', one.submitted);
    expect((await run('--from', 'upsDead')).out).toMatch(/^moved 1 message from LookupsDeadLetters/m);
    expect(await run('--from', 'DeadLetters')).toMatchObject({
      code: 1,
      err: 'DeadLetters is part of several names: LookupsDeadLetters, SharedDeadLetters\n',
    });
    expect(await run('--from', 'Nowhere')).toMatchObject({ code: 1, err: 'there is no queue Nowhere\n' });
  });

  it('asks where to when several queues end in one, and does as told', async () => {
    await send('SharedDeadLetters', one.taskOpened);
    expect(await run('--from', 'SharedDeadLetters')).toMatchObject({
      code: 1,
      out: '',
      err: 'several queues end in SharedDeadLetters: say --to, one of HomeTasks, LandTasks\n',
    });
    expect((await run('--from', 'SharedDeadLetters', '--to', 'LandTasks')).code).toBe(0);
    expect([(await drain('LandTasks')).length, await depth('SharedDeadLetters')]).toEqual([1, [0, 0]]);
    expect(await run('--from', 'SharedDeadLetters', '--to', 'SharedDeadLetters')).toMatchObject({
      code: 1,
      err: '--to is the queue itself\n',
    });
  });

  it.each([
    ['UnpublishedEvents', one.stream, /^1 message for places .* npm run republish .*--from 2026-11-23T01:55:00Z --to 2026-11-23T02:15:00Z/],
    ['MissedSweeps', one.sweep, /^1 message of missed sweeps of deadlines\. .* delete the messages/],
  ])('says what to do instead about %s, and moves nothing', async (name, body, advice) => {
    await send(name, body);
    const { code, out, err } = await run('--from', name);
    expect([code, out.trimEnd().split('\n').at(-1)]).toEqual([1, `would move 0 messages from ${name}; 1 there`]);
    expect(err).toMatch(advice);
    expect(err).not.toContain('say --to');
    expect(await depth(name)).toEqual([1, 0]);
  });

  it('asks where to for messages that come from nowhere known', async () => {
    await send('MissedSweeps', one.submitted);
    expect(await run('--from', 'MissedSweeps')).toMatchObject({ code: 1, err: 'no queue ends in MissedSweeps: say --to\n' });
  });
});
