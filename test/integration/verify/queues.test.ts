import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openQueuePlace } from '../../local/sources/queue-place.ts';
import { DOSSIERS_TABLE, openDossiersTable } from '../../support/dossiers-table.ts';
import { runScript } from '../../support/run-script.ts';

/** Dead letter queues as the stacks name them, and queues that are none. */
const names = {
  lookups: 'Province42-Service-IdentityLookupsDeadLettersQueue1A2B',
  events: 'Province42-Service-UnpublishedEvents3C4D',
  sweeps: 'Province42-Service-MissedSweeps5E6F',
  live: 'Province42-Service-IdentityLookupsQueue7A8B',
  otherCell: 'Province01-Service-IdentityLookupsDeadLettersQueue9C0D',
};

describe('npm run verify with queues', () => {
  let table: Awaited<ReturnType<typeof openDossiersTable>>;
  let queues: Awaited<ReturnType<typeof openQueuePlace>>;
  let sqs: SQSClient;
  const run = async (...args: string[]) => {
    const { code, out, err } = await runScript('verify', ['--table', DOSSIERS_TABLE, ...args], {
      DYNAMODB: table.proxy.url,
      SQS: queues.endpoint,
    });
    return { code, out: out.trimEnd().split('\n'), err };
  };
  const looked = async (...args: string[]): Promise<unknown> => JSON.parse((await run('--json', ...args)).out[0] ?? '').deadLetters;
  const receives = async (name: string): Promise<number> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queues.url(name),
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        VisibilityTimeout: 0,
      }),
    );
    return Number(Messages[0]?.Attributes?.ApproximateReceiveCount);
  };

  beforeAll(async () => {
    table = await openDossiersTable();
    queues = await openQueuePlace();
    sqs = new SQSClient({
      endpoint: queues.endpoint,
      region: 'ap-southeast-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    for (const name of [names.lookups, names.events, names.sweeps, names.otherCell]) await queues.create(name);
    const deadLetterTargetArn = queues.arn(names.lookups);
    await queues.create(names.live, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: '5' }) });
    for (const name of [names.live, names.otherCell]) await queues.send(name, 'poison');
  });
  afterAll(async () => {
    sqs.destroy();
    await queues.stop();
    await table.stop();
  });

  it('looks through those whose names begin so and say that only failures feed them, each once', async () => {
    for (const name of [names.lookups, names.events, names.sweeps]) await queues.send(name, 'poison');
    const prefix = ['--queue-prefix', 'Province42'];
    expect(await looked(...prefix)).toMatchObject({ queues: 3, letters: 3, explained: 0 });
    expect(await looked(...prefix, '--queue', names.lookups)).toMatchObject({ queues: 3, letters: 3 });
    expect(await looked('--queue-prefix', 'Province01')).toMatchObject({ queues: 1, letters: 1 });
    const { code, out } = await run(...prefix);
    expect(code).toBe(1);
    expect(out.slice(0, -1).map((line) => line.split(':')[0])).toEqual(
      [names.lookups, names.sweeps, names.events].map((name) => `QUEUE ${name}`),
    );
    expect(await run('--queue-prefix', 'Province43')).toMatchObject({
      code: 1,
      err: 'there is no dead letter queue whose name begins with Province43\n',
    });
  });

  it('refuses a queue that consumers work on, and receives nothing of it', async () => {
    const { code, out, err } = await run('--queue', queues.url(names.live));
    expect([code, out]).toEqual([1, ['']]);
    expect(err).toMatch(/^\S+IdentityLookupsQueue7A8B is no dead letter queue: its own messages end in \S+DeadLettersQueue1A2B, /);
    const redrive = await runScript('redrive', ['--from', queues.url(names.live), '--dry-run'], { SQS: queues.endpoint });
    expect(redrive).toMatchObject({ code: 1, out: '', err: expect.stringContaining('is no dead letter queue') });
    expect(await receives(names.live)).toBe(1);
  });

  it('calls no queue clean in which messages are out of sight or delayed', async () => {
    const name = 'Province77-DeadLetters';
    await queues.create(name);
    await queues.send(name, 'held');
    await sqs.send(new ReceiveMessageCommand({ QueueUrl: queues.url(name), VisibilityTimeout: 300 }));
    await queues.send(name, 'late', { DelaySeconds: 600 });
    expect(await run('--queue-prefix', 'Province77')).toMatchObject({
      code: 1,
      out: [
        `QUEUE ${name}: 1 messages are held by somebody who looks, or looked, at them: look again in two minutes`,
        `QUEUE ${name}: 1 messages are delayed and cannot be looked at yet`,
        'verified 0 dossiers, 0 items, 0 events: 2 faults',
      ],
    });
  });
});
