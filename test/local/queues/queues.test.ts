import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arnOf } from '../../../local/assembly/place.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { openQueues, type Queues } from '../../../local/queues/queues.ts';
import { queue, subscription, temporaryFolder, topic, until } from './support.ts';

const account = { region: 'ap-southeast-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
const DAY = 86_400_000;

let folder: ReturnType<typeof temporaryFolder>;
let clock: VirtualClock;
let queues: Queues;
let sqs: SQSClient;
let sns: SNSClient;

const start = async () => {
  queues = await openQueues({ dataDir: folder.path, clock });
  sqs = new SQSClient({ ...account, endpoint: queues.endpoint });
  sns = new SNSClient({ ...account, endpoint: queues.endpoint });
};
const url = (name: string) => `${queues.endpoint}/000000000000/${name}`;
const send = (name: string, body: string, more: { DelaySeconds?: number; MessageGroupId?: string } = {}) =>
  sqs.send(new SendMessageCommand({ QueueUrl: url(name), MessageBody: body, ...more }));
const receive = async (name: string, WaitTimeSeconds = 0) => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url(name),
      MaxNumberOfMessages: 10,
      WaitTimeSeconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
};
const bodies = async (name: string, wait = 0) => (await receive(name, wait)).map((message) => message.Body);

beforeEach(async () => {
  folder = temporaryFolder();
  clock = new VirtualClock();
  await start();
});
afterEach(async () => {
  sqs.destroy();
  sns.destroy();
  await queues.stop();
  clock.stop();
  folder.remove();
});

describe('queues by the virtual clock', () => {
  it('hands out a delayed message only when virtual time has reached it', async () => {
    await queues.deploy([queue('delayed', { DelaySeconds: 600 })]);
    await send('delayed', 'later');
    expect(await bodies('delayed')).toEqual([]);
    await clock.advance(601_000);
    expect(await bodies('delayed')).toEqual(['later']);
  });

  it('shows a message again after its visibility timeout and moves it to the dead-letter queue after maxReceiveCount', async () => {
    await queues.deploy([
      queue('dead', { MessageRetentionPeriod: 1_209_600 }),
      queue('work', { VisibilityTimeout: 180, RedrivePolicy: { deadLetterTargetArn: arnOf('sqs', 'dead'), maxReceiveCount: 2 } }),
    ]);
    await send('work', 'poison');
    for (const count of ['1', '2']) {
      const [message] = await receive('work');
      expect(message?.Attributes?.['ApproximateReceiveCount']).toBe(count);
      expect(await bodies('work')).toEqual([]);
      await clock.advance(181_000);
    }
    expect(await bodies('work')).toEqual([]);
    expect(await bodies('dead')).toEqual(['poison']);
  });

  it('forgets what is older than the retention period, waiting or in flight', async () => {
    await queues.deploy([queue('short', { MessageRetentionPeriod: 60 }), queue('week', { MessageRetentionPeriod: 604_800 })]);
    for (const name of ['short', 'week']) {
      await send(name, 'a');
      await send(name, 'b');
    }
    await sqs.send(new ReceiveMessageCommand({ QueueUrl: url('short'), VisibilityTimeout: 43_200 }));
    await clock.advance(61_000);
    expect(await queues.depth(url('short'))).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect((await queues.counters()).expired).toBe(2);
    await clock.advance(6 * DAY);
    expect((await bodies('week')).sort()).toEqual(['a', 'b']);
  });

  it('stamps messages with virtual time', async () => {
    await queues.deploy([queue('stamped')]);
    await clock.advance(100 * DAY);
    const before = clock.now();
    await send('stamped', 'x');
    const [message] = await receive('stamped');
    const sent = Number(message?.Attributes?.['SentTimestamp']);
    expect(sent).toBeGreaterThanOrEqual(Math.floor(before));
    expect(sent).toBeLessThanOrEqual(clock.now() + 1);
  });

  it('wakes a long poll for a message sent, and ends it empty when time jumps past it', async () => {
    await queues.deploy([queue('polled')]);
    const poll = bodies('polled', 20);
    await until(async () => ((await queues.counters()).requests['ReceiveMessage'] ?? 0) > 0);
    await send('polled', 'now');
    expect(await poll).toEqual(['now']);
    const empty = bodies('polled', 20);
    await until(async () => ((await queues.counters()).requests['ReceiveMessage'] ?? 0) > 1);
    await clock.advance(20_000);
    expect(await empty).toEqual([]);
  });
});

describe('what fauxqs alone gets wrong', () => {
  it('shows a message at once when its visibility is set to 0', async () => {
    await queues.deploy([queue('returned')]);
    await send('returned', 'again');
    const [message] = await receive('returned');
    await sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: url('returned'), ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 }),
    );
    expect(await bodies('returned')).toEqual(['again']);
  });

  it('does not lose a message to a poller that has hung up', async () => {
    await queues.deploy([queue('dropped', { VisibilityTimeout: 3600 })]);
    const gone = new AbortController();
    const poll = sqs.send(new ReceiveMessageCommand({ QueueUrl: url('dropped'), WaitTimeSeconds: 20 }), { abortSignal: gone.signal });
    await until(async () => ((await queues.counters()).requests['ReceiveMessage'] ?? 0) > 0);
    gone.abort();
    await expect(poll).rejects.toThrow();
    await send('dropped', 'precious');
    const [message] = await until(async () => {
      const messages = await receive('dropped');
      return messages.length > 0 && messages;
    });
    expect(message).toMatchObject({ Body: 'precious', Attributes: { ApproximateReceiveCount: '1' } });
  });

  it('listens on the loopback address only', async () => {
    const { networkInterfaces } = await import('node:os');
    const outer = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal)?.address;
    const port = new URL(queues.endpoint).port;
    await expect(fetch(`http://${outer ?? '127.0.0.2'}:${port}/health`)).rejects.toThrow();
    expect((await fetch(`${queues.endpoint}/health`)).status).toBe(200);
  });
});

describe('topics', () => {
  it('delivers by filter policy, raw or wrapped', async () => {
    await queues.deploy([
      topic('events'),
      queue('land'),
      queue('police'),
      queue('all'),
      subscription('events', 'land', { FilterPolicy: { system: ['land'] }, RawMessageDelivery: true }),
      subscription('events', 'police', {
        FilterPolicy: { data: { system: ['police'] } },
        FilterPolicyScope: 'MessageBody',
        RawMessageDelivery: true,
      }),
      subscription('events', 'all'),
    ]);
    const publish = (system: string, more: object = {}) =>
      sns.send(
        new PublishCommand({
          TopicArn: arnOf('sns', 'events'),
          Message: JSON.stringify({ data: { system, ...more } }),
          MessageAttributes: { system: { DataType: 'String', StringValue: system } },
        }),
      );
    await publish('land');
    await publish('police');
    const [landed] = await receive('land');
    expect(landed).toMatchObject({ Body: '{"data":{"system":"land"}}', MessageAttributes: { system: { StringValue: 'land' } } });
    expect(await bodies('police')).toEqual(['{"data":{"system":"police"}}']);
    expect((await bodies('all')).map((body) => JSON.parse(body ?? '{}').Message)).toHaveLength(2);
    await expect(publish('police', { list: [1] })).rejects.toThrow('body that holds an array');
  });

  it('follows a changed template: subscriptions go and change, queue attributes return to their defaults', async () => {
    const fixed = [topic('news'), queue('one'), queue('two', { VisibilityTimeout: 77 })];
    await queues.deploy([...fixed, subscription('news', 'one', { RawMessageDelivery: true }), subscription('news', 'two')]);
    await queues.deploy([topic('news'), queue('one'), queue('two'), subscription('news', 'two', { RawMessageDelivery: true })]);
    await sns.send(new PublishCommand({ TopicArn: arnOf('sns', 'news'), Message: 'hello' }));
    expect(await bodies('one')).toEqual([]);
    expect(await bodies('two')).toEqual(['hello']);
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url('two'), AttributeNames: ['All'] }));
    expect(Attributes?.['VisibilityTimeout']).toBe('30');
  });
});

describe('FIFO queues', () => {
  it('keep the order within a group and drop duplicates for five minutes of virtual time', async () => {
    await queues.deploy([queue('ordered.fifo', { FifoQueue: true, ContentBasedDeduplication: true })]);
    for (const body of ['1', '1', '2']) await send('ordered.fifo', body, { MessageGroupId: 'g' });
    const [first] = await receive('ordered.fifo');
    expect(first?.Body).toBe('1');
    expect(await bodies('ordered.fifo')).toEqual([]);
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url('ordered.fifo'), ReceiptHandle: first?.ReceiptHandle }));
    expect(await bodies('ordered.fifo')).toEqual(['2']);
    await clock.advance(301_000);
    await send('ordered.fifo', '1', { MessageGroupId: 'other' });
    expect(await bodies('ordered.fifo')).toContain('1');
  });
});

describe('a restart', () => {
  it('keeps queues, messages, receive counts, subscriptions and what is in flight, on another port', async () => {
    const resources = [
      topic('kept'),
      queue('a', { VisibilityTimeout: 600 }),
      queue('b'),
      subscription('kept', 'b', { RawMessageDelivery: true }),
    ];
    await queues.deploy(resources);
    await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: url('a'),
        Entries: [
          { Id: '1', MessageBody: 'x' },
          { Id: '2', MessageBody: 'y' },
        ],
      }),
    );
    await sqs.send(new ReceiveMessageCommand({ QueueUrl: url('a') }));
    await queues.stop();
    await start();
    await queues.deploy(resources);
    expect(await queues.depth(url('a'))).toEqual({ visible: 1, inFlight: 1, delayed: 0 });
    await sns.send(new PublishCommand({ TopicArn: arnOf('sns', 'kept'), Message: 'still' }));
    expect(await bodies('b')).toEqual(['still']);
    expect(await queues.releaseInFlight([url('a')])).toBe(1);
    const counts = (await receive('a')).map((message) => message.Attributes?.['ApproximateReceiveCount']);
    expect(counts.sort()).toEqual(['1', '2']);
  });
});

describe('what the runtime sends itself', () => {
  it('arrives with its attributes; an unknown queue is refused', async () => {
    await queues.deploy([queue('target')]);
    await queues.send(arnOf('sqs', 'target'), '{"a":1}', { attributes: { RULE_ARN: 'r' } });
    expect((await receive('target'))[0]).toMatchObject({ Body: '{"a":1}', MessageAttributes: { RULE_ARN: { StringValue: 'r' } } });
    await expect(queues.send(arnOf('sqs', 'nowhere'), 'x')).rejects.toThrow('there is no queue');
  });
});

describe('a template with something unknown', () => {
  it.each([
    ['a queue property', queue('q', { Surprise: 1 }), 'Surprise'],
    ['a protocol', subscription('t', 'q', { Protocol: 'lambda' }), 'Protocol = "lambda"'],
    ['a filter operator', subscription('t', 'q', { FilterPolicy: { a: [{ soundex: 'x' }] } }), 'soundex'],
    ['a number out of range', queue('q', { VisibilityTimeout: 43_201 }), 'VisibilityTimeout must be between'],
    ['a subscription without its queue', subscription('t', 'missing'), 'there is no queue'],
  ])('is refused by name: %s', async (_what, refused, message) => {
    await expect(queues.deploy([topic('t'), refused])).rejects.toThrow(message);
  });
});
