import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import type { InvokeResult } from '../../../local/invoke.ts';
import type { QueueRecord } from '../../../local/sources/queue-event.ts';
import { openQueueSource } from '../../../local/sources/queue-source.ts';
import { eventually, openQueuePlace } from './queue-place.ts';

let place: Awaited<ReturnType<typeof openQueuePlace>>;
const clock = new VirtualClock();
const opened: { stop(): Promise<void> }[] = [];
beforeAll(async () => {
  place = await openQueuePlace();
});
afterEach(async () => {
  for (const source of opened.splice(0)) await source.stop();
});
afterAll(async () => {
  clock.stop();
  await place.stop();
});

type Answer = (records: readonly QueueRecord[]) => InvokeResult | Promise<InvokeResult>;
const done: InvokeResult = { ok: true, payload: null };
const failed: InvokeResult = { ok: false, errorType: 'Error', errorMessage: 'no' };

const recordsOf = (event: unknown): QueueRecord[] => {
  if (typeof event === 'object' && event !== null && 'Records' in event && Array.isArray(event.Records)) return event.Records;
  throw new Error('not an event of a queue');
};

/** A queue with a source on it; `calls` are the batches of bodies that the function got. */
const open = async (
  name: string,
  properties: Record<string, unknown> = {},
  answer: Answer = () => done,
  queue: Record<string, string> = {},
) => {
  await place.create(name, queue);
  const batches: QueueRecord[][] = [];
  const source = openQueueSource({
    mapping: {
      EventSourceArn: place.arn(name),
      FunctionName: 'arn:aws:lambda:ap-southeast-1:000000000000:function:consumer',
      ...properties,
    },
    queueUrl: place.url(name),
    sqsEndpoint: place.endpoint,
    clock,
    invoke: async (_arn, event) => {
      const records = recordsOf(event);
      batches.push(records);
      return answer(records);
    },
  });
  opened.push(source);
  return { source, batches, calls: () => batches.map((batch) => batch.map(({ body }) => body)) };
};

describe('a queue as an event source', () => {
  it('gives messages as Lambda does, and deletes what was done', async () => {
    const { source, batches } = await open('shape');
    await place.send('shape', 'hello', {
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'test' }, raw: { DataType: 'Binary', BinaryValue: Buffer.from('ab') } },
    });
    await eventually(() => source.counters().deleted === 1);
    expect(batches[0]?.[0]).toEqual({
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receiptHandle: expect.any(String),
      body: 'hello',
      attributes: expect.objectContaining({ ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d{13}$/) }),
      messageAttributes: {
        kind: { stringValue: 'test', stringListValues: [], binaryListValues: [], dataType: 'String' },
        raw: { binaryValue: 'YWI=', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
      },
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      eventSource: 'aws:sqs',
      eventSourceARN: place.arn('shape'),
      awsRegion: 'ap-southeast-1',
    });
    expect(await place.depth('shape')).toBe(0);
    await eventually(() => source.idle());
  });

  it('stops at once in the middle of a long poll', async () => {
    const { source } = await open('stopping');
    await eventually(() => source.idle());
    const start = performance.now();
    await source.stop();
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('lets a call under way finish before it stops, and deletes its messages', async () => {
    const called = Promise.withResolvers<void>();
    const release = Promise.withResolvers<InvokeResult>();
    const { source } = await open('finishing', {}, () => {
      called.resolve();
      return release.promise;
    });
    await place.send('finishing', 'x');
    await called.promise;
    expect(source.idle()).toBe(false);
    const stopped = source.stop();
    release.resolve(done);
    await stopped;
    expect(source.counters().deleted).toBe(1);
    expect(await place.depth('finishing')).toBe(0);
  });

  it('leaves only the reported messages of a batch in the queue', async () => {
    const answer: Answer = (records) => ({
      ok: true,
      payload: { batchItemFailures: records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({ itemIdentifier: messageId })) },
    });
    const { source } = await open(
      'partial',
      { FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumBatchingWindowInSeconds: 1 },
      answer,
    );
    await Promise.all(['good', 'bad', 'good'].map((body) => place.send('partial', body)));
    await eventually(() => source.counters().deleted === 2);
    expect(source.counters()).toMatchObject({ failed: 1 });
    expect(await place.depth('partial')).toBe(1);
  });

  it('leaves the whole batch when the function fails, names an unknown message, or answers nonsense', async () => {
    const answers: InvokeResult[] = [
      failed,
      { ok: true, payload: { batchItemFailures: [{ itemIdentifier: 'unknown' }] } },
      { ok: true, payload: { batchItemFailures: [{}] } },
    ];
    const { source } = await open(
      'whole',
      { FunctionResponseTypes: ['ReportBatchItemFailures'], BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
      () => answers.shift() ?? done,
    );
    await Promise.all(['1', '2', '3', '4'].map((body) => place.send('whole', body)));
    await eventually(() => source.counters().invocations === 4 && source.idle());
    expect(source.counters()).toMatchObject({ failed: 3, deleted: 1 });
    expect(await place.depth('whole')).toBe(3);
  });

  it('gives a poison message to the dead letter queue after its receives, and does the rest', async () => {
    await place.create('poison-dead');
    const redrive = {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: place.arn('poison-dead'), maxReceiveCount: 3 }),
      VisibilityTimeout: '0',
    };
    const answer: Answer = (records) => ({
      ok: true,
      payload: {
        batchItemFailures: records.filter(({ body }) => body === 'poison').map(({ messageId }) => ({ itemIdentifier: messageId })),
      },
    });
    const { source, calls } = await open('poison', { FunctionResponseTypes: ['ReportBatchItemFailures'] }, answer, redrive);
    await Promise.all(['a', 'poison', 'b'].map((body) => place.send('poison', body)));
    expect(await eventually(() => place.receive('poison-dead'))).toBe('poison');
    await eventually(() => source.counters().deleted === 2);
    expect(
      calls()
        .flat()
        .filter((body) => body === 'poison'),
    ).toHaveLength(3);
  });

  it('drops what its filter keeps away', async () => {
    const Filters = [{ Pattern: JSON.stringify({ body: { office: [{ prefix: 'A' }] } }) }];
    const { source, calls } = await open('filtered', { FilterCriteria: { Filters }, BatchSize: 1 });
    await place.send('filtered', { office: 'B-1' });
    await place.send('filtered', 'plain text');
    await place.send('filtered', { office: 'A-1' });
    await eventually(() => source.counters().deleted === 3);
    expect(source.counters()).toMatchObject({ filtered: 2, invocations: 1 });
    expect(calls()).toEqual([['{"office":"A-1"}']]);
  });

  it('gathers a batch of more than ten within its window', async () => {
    const { source, calls } = await open('gathered', { BatchSize: 12, MaximumBatchingWindowInSeconds: 5 });
    await Promise.all(Array.from({ length: 12 }, (_, index) => place.send('gathered', String(index))));
    await eventually(() => source.counters().deleted === 12);
    expect(calls().map((batch) => batch.length)).toEqual([12]);
  });

  it('gives a gathered batch to the function when it is stopped in the window', async () => {
    const { source, calls } = await open('window-stop', { BatchSize: 5, MaximumBatchingWindowInSeconds: 60 });
    await place.send('window-stop', 'x');
    await eventually(() => source.counters().received === 1);
    await source.stop();
    expect(calls()).toEqual([['x']]);
  });

  it('keeps to its concurrency', async () => {
    let working = 0;
    let most = 0;
    const { source } = await open('concurrent', { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 3 } }, async () => {
      working += 1;
      most = Math.max(most, working);
      await new Promise((resolve) => setImmediate(resolve));
      await eventually(() => most === 3);
      working -= 1;
      return done;
    });
    await Promise.all(Array.from({ length: 9 }, (_, index) => place.send('concurrent', String(index))));
    await eventually(() => source.counters().deleted === 9);
    expect(most).toBe(3);
  });

  it('does nothing when it is not enabled', async () => {
    const { source } = await open('disabled', { Enabled: false });
    await place.send('disabled', 'x');
    expect(source.idle()).toBe(true);
    await source.stop();
    expect(await place.depth('disabled')).toBe(1);
  });

  it('is refused by name for what is not implemented', async () => {
    const mapping = (properties: Record<string, unknown>) => () =>
      openQueueSource({
        mapping: { EventSourceArn: place.arn('x'), FunctionName: 'f', ...properties },
        queueUrl: place.url('x'),
        sqsEndpoint: place.endpoint,
        clock,
        invoke: async () => done,
      });
    expect(mapping({ ProvisionedPollerConfig: {} })).toThrow('does not implement ProvisionedPollerConfig');
    expect(mapping({ EventSourceArn: 'arn:aws:kinesis:ap-southeast-1:000000000000:stream/x' })).toThrow('not a source in sqs');
    expect(mapping({ FilterCriteria: { Filters: [{ Pattern: '{"attributes":{"x":["y"]}}' }] } })).toThrow('by body, not by attributes');
    expect(mapping({ FilterCriteria: { Filters: [{ Pattern: '{"body":{"x":[{"cidr":"y"}]}}' }] } })).toThrow('operator cidr');
    expect(mapping({ BatchSize: 100 })).toThrow('MaximumBatchingWindowInSeconds');
    expect(mapping({ FunctionResponseTypes: ['Other'] })).toThrow('FunctionResponseTypes Other');
  });
});
