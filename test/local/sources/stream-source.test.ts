import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isObject } from '../../../local/dynamodb/json-fields.ts';
import type { InvokeResult } from '../../../local/invoke.ts';
import { openStreamSource } from '../../../local/sources/stream-source.ts';
import { openDynamo, tableResource } from '../dynamodb/open-dynamo.ts';
import { eventually, openQueuePlace } from './queue-place.ts';

let queues: Awaited<ReturnType<typeof openQueuePlace>>;
let place: Awaited<ReturnType<typeof openDynamo>>;
const opened: { stop(): Promise<void> }[] = [];
const streamed = (name: string, StreamViewType = 'NEW_AND_OLD_IMAGES') => tableResource(name, { StreamSpecification: { StreamViewType } });

beforeAll(async () => {
  queues = await openQueuePlace();
  const names = [
    'shape',
    'order',
    'restart',
    'latest',
    'filtered',
    'retried',
    'bisected',
    'partial',
    'old',
    'window',
    'missing',
    'paused',
    'still',
    'halves',
    'forgotten',
  ];
  place = await openDynamo([...names.map((name) => streamed(name)), tableResource('quiet')]);
});
afterEach(async () => {
  for (const source of opened.splice(0)) await source.stop();
});
afterAll(async () => {
  await place.stop();
  await queues.stop();
});

type StreamEventRecord = {
  readonly eventID: string;
  readonly eventName: string;
  readonly dynamodb: {
    readonly Keys: { readonly sk: { readonly S: string } };
    readonly SequenceNumber: string;
    readonly ApproximateCreationDateTime: number;
  };
};
type Answer = (records: readonly StreamEventRecord[]) => InvokeResult | Promise<InvokeResult>;
const done: InvokeResult = { ok: true, payload: null };
const failed: InvokeResult = { ok: false, errorType: 'Error', errorMessage: 'no' };

const recordsOf = (event: unknown): StreamEventRecord[] => {
  if (isObject(event) && Array.isArray(event['Records'])) return event['Records'];
  throw new Error('not an event of a stream');
};
const skOf = ({ dynamodb }: StreamEventRecord) => dynamodb.Keys.sk.S;
const arn = (table: string) => `arn:aws:dynamodb:ap-southeast-1:000000000000:table/${table}/stream/local`;
const positionsFile = () => join(place.dataDir, 'stream-positions.json');

const write = async (table: string, ...sks: string[]) => {
  for (const sk of sks) await place.through.call('PutItem', { TableName: table, Item: { pk: { S: 'a' }, sk: { S: sk } } });
};

/** A source on a table's stream; `calls` are the sort keys of the batches that the function got. */
const open = async (table: string, properties: Record<string, unknown> = {}, answer: Answer = () => done) => {
  const batches: StreamEventRecord[][] = [];
  const source = await openStreamSource({
    mapping: {
      EventSourceArn: arn(table),
      FunctionName: 'arn:aws:lambda:ap-southeast-1:000000000000:function:publish',
      StartingPosition: 'TRIM_HORIZON',
      ...properties,
    },
    engineEndpoint: place.engine.endpoint,
    sqsEndpoint: queues.endpoint,
    clock: place.clock,
    positionsFile: positionsFile(),
    onWrite: place.proxy.onWrite,
    invoke: async (_arn, event) => {
      const records = recordsOf(event);
      batches.push(records);
      return answer(records);
    },
  });
  opened.push(source);
  return { source, batches, calls: () => batches.map((batch) => batch.map(skOf)) };
};

/** Fails a batch that holds one of these keys. */
const failingOn =
  (...bad: string[]): Answer =>
  (records) =>
    records.some((record) => bad.includes(skOf(record))) ? failed : done;

const reporting =
  (...bad: string[]): Answer =>
  (records) => ({
    ok: true,
    payload: {
      batchItemFailures: records
        .filter((record) => bad.includes(skOf(record)))
        .map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })),
    },
  });

const deadLetter = async (name: string) => {
  await queues.create(name);
  return { DestinationConfig: { OnFailure: { Destination: queues.arn(name) } } };
};
const given = async (name: string): Promise<unknown> => JSON.parse(await eventually(() => queues.receive(name)));

describe('a stream as an event source', () => {
  it('gives records as Lambda does', async () => {
    await place.through.call('PutItem', { TableName: 'shape', Item: { pk: { S: 'a' }, sk: { S: '1' }, n: { N: '1' } } });
    await place.through.call('PutItem', { TableName: 'shape', Item: { pk: { S: 'a' }, sk: { S: '1' }, n: { N: '2' } } });
    const { source, batches } = await open('shape');
    await eventually(() => batches.flat().length === 2);
    expect(batches.flat()[1]).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'ap-southeast-1',
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { pk: { S: 'a' }, sk: { S: '1' } },
        NewImage: { pk: { S: 'a' }, sk: { S: '1' }, n: { N: '2' } },
        OldImage: { pk: { S: 'a' }, sk: { S: '1' }, n: { N: '1' } },
        SequenceNumber: expect.stringMatching(/^\d+$/),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN: arn('shape'),
    });
    const time = batches.flat()[1]?.dynamodb.ApproximateCreationDateTime ?? 0;
    expect(Math.abs(time - place.clock.now() / 1000)).toBeLessThan(5);
    await eventually(() => source.idle());
    expect(source.counters()).toMatchObject({ records: 2, filtered: 0, discarded: 0 });
  });

  it('keeps the order, in batches of at most the batch size', async () => {
    const keys = Array.from({ length: 25 }, (_, index) => String(index));
    await write('order', ...keys);
    const { calls } = await open('order', { BatchSize: 10 });
    await eventually(() => calls().flat().length === 25);
    expect(calls().flat()).toEqual(keys);
    expect(calls().map((batch) => batch.length)).toEqual([10, 10, 5]);
  });

  it('goes on where it was after a restart, and hands over again what did not succeed', async () => {
    await write('restart', '1', '2');
    const first = await open('restart', { BatchSize: 1 }, failingOn('2'));
    await eventually(() => first.calls().length >= 2);
    await first.source.stop();
    await write('restart', '3');
    const second = await open('restart', { BatchSize: 1 });
    await eventually(() => second.calls().flat().includes('3'));
    expect(second.calls()).toEqual([['2'], ['3']]);
    expect(second.batches[0]?.[0]?.eventID).toBe(first.batches[1]?.[0]?.eventID);
    expect(Object.keys(JSON.parse(readFileSync(positionsFile(), 'utf8'))).length).toBeGreaterThan(1);
  });

  it('begins behind the last record with LATEST, and does not skip what came while it was down', async () => {
    await write('latest', 'before');
    const first = await open('latest', { StartingPosition: 'LATEST' });
    await first.source.stop();
    await write('latest', 'while down');
    const second = await open('latest', { StartingPosition: 'LATEST' });
    await eventually(() => second.calls().length > 0);
    expect([...first.calls(), ...second.calls()]).toEqual([['while down']]);
  });

  it('hands over only what passes its filter, and goes past the rest', async () => {
    const Filters = [{ Pattern: JSON.stringify({ eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'EVENT#' }] } } } }) }];
    await write('filtered', 'META', 'EVENT#1', 'META', 'EVENT#2', 'TASK#1');
    const { source, calls } = await open('filtered', { FilterCriteria: { Filters } });
    await eventually(() => source.counters().records === 4 && source.idle());
    expect(calls()).toEqual([['EVENT#1', 'EVENT#2']]);
    expect(source.counters()).toMatchObject({ filtered: 2 });
  });

  it('says nothing of a write that changed nothing', async () => {
    await write('still', '1', '1');
    const { source, calls } = await open('still');
    await eventually(() => source.idle());
    expect(calls()).toEqual([['1']]);
  });

  it('repeats a failed batch, then gives it up to the destination in the shape of Lambda, and goes on', async () => {
    await write('retried', 'bad', 'too');
    const { source, calls } = await open(
      'retried',
      { MaximumRetryAttempts: 2, BatchSize: 2, ...(await deadLetter('retried-dead')) },
      failingOn('bad'),
    );
    const message = await given('retried-dead');
    await write('retried', 'good');
    await eventually(() => calls().length === 4);
    expect(calls()).toEqual([['bad', 'too'], ['bad', 'too'], ['bad', 'too'], ['good']]);
    expect(message).toEqual({
      requestContext: {
        requestId: expect.any(String),
        functionArn: expect.stringContaining(':publish'),
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      DDBStreamBatchInfo: {
        shardId: expect.stringMatching(/^shardId-/),
        startSequenceNumber: '1',
        endSequenceNumber: '2',
        approximateArrivalOfFirstRecord: expect.stringMatching(/^[\d-]+T[\d:]+Z$/),
        approximateArrivalOfLastRecord: expect.stringMatching(/^[\d-]+T[\d:]+Z$/),
        batchSize: 2,
        streamArn: arn('retried'),
      },
    });
    expect(source.counters()).toMatchObject({ discarded: 2, retries: 3 });
  });

  it('splits a failing batch till the bad record is alone, and gives up only that', async () => {
    await write('bisected', '1', '2', 'bad', '4', '5');
    const properties = { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1, ...(await deadLetter('bisected-dead')) };
    const { calls } = await open('bisected', properties, failingOn('bad'));
    const message = await given('bisected-dead');
    await eventually(() => calls().flat().includes('5') && calls().at(-1)?.includes('5'));
    expect(calls()).toEqual([['1', '2', 'bad', '4', '5'], ['1', '2', 'bad'], ['1', '2'], ['bad'], ['bad'], ['4', '5']]);
    expect(message).toMatchObject({
      DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: '3' },
      requestContext: { approximateInvokeCount: 2 },
    });
  });

  it('repeats from the first reported record, and keeps what lies before it', async () => {
    await write('partial', '1', '2', 'bad', '4');
    const properties = {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 1,
      ...(await deadLetter('partial-dead')),
    };
    const { source, calls } = await open('partial', properties, reporting('bad'));
    const message = await given('partial-dead');
    await eventually(() => source.idle());
    expect(calls()).toEqual([
      ['1', '2', 'bad', '4'],
      ['bad', '4'],
    ]);
    expect(message).toMatchObject({ DDBStreamBatchInfo: { batchSize: 2, startSequenceNumber: '3', endSequenceNumber: '4' } });
  });

  it('does the rest of a batch around a reported record when it may split', async () => {
    await write('halves', '1', 'bad', '3', '4');
    const properties = {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 0,
      ...(await deadLetter('halves-dead')),
    };
    const { source, calls } = await open('halves', properties, reporting('bad'));
    expect(await given('halves-dead')).toMatchObject({ DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: '2' } });
    await eventually(() => source.idle());
    expect(calls()).toEqual([['1', 'bad', '3', '4'], ['bad', '3', '4'], ['bad', '3'], ['bad'], ['3'], ['4']]);
  });

  it('gives up records that grew too old by the virtual clock', async () => {
    await write('old', '1');
    const called = Promise.withResolvers<void>();
    const properties = { MaximumRecordAgeInSeconds: 3600, ...(await deadLetter('old-dead')) };
    const { source, calls } = await open('old', properties, (records) => {
      called.resolve();
      return failingOn('1')(records);
    });
    await called.promise;
    await place.clock.advance(2 * 3_600_000);
    expect(await given('old-dead')).toMatchObject({
      requestContext: { condition: 'RecordAgeExceeded' },
      DDBStreamBatchInfo: { batchSize: 1 },
    });
    await write('old', '2');
    await eventually(() => calls().some(([first]) => first === '2'));
    await eventually(() => source.idle());
    expect(source.counters()).toMatchObject({ discarded: 1 });
    expect(source.counters().iteratorAgeMs).toBeLessThan(10_000);
  });

  it('does not hand over what the stream has forgotten while it could not be, and tells nobody', async () => {
    let reachable = false;
    const { source, calls } = await open('forgotten', await deadLetter('forgotten-dead'), () => {
      if (!reachable) throw new Error('disabled');
      return done;
    });
    const oldSecond = Math.floor(Date.now() / 1000);
    await write('forgotten', 'old');
    // The engine tells times in whole seconds: the jump belongs to another one.
    await eventually(() => calls().length > 0 && Math.floor(Date.now() / 1000) > oldSecond);
    await place.clock.advance(20 * 3_600_000);
    await write('forgotten', 'young');
    await place.clock.advance(5 * 3_600_000);
    reachable = true;
    await place.clock.advance(60_000);
    await eventually(() => source.idle());
    expect(calls().at(-1)).toEqual(['young']);
    expect(source.counters()).toMatchObject({ forgotten: 1, discarded: 0 });
    expect(await queues.depth('forgotten-dead')).toBe(0);
  });

  it('gathers for its window of virtual time', async () => {
    const { source, calls } = await open('window', { MaximumBatchingWindowInSeconds: 60 });
    await write('window', '1');
    await eventually(() => source.counters().records === 1);
    await write('window', '2');
    await eventually(() => source.counters().records === 2);
    expect([calls(), source.idle()]).toEqual([[], false]);
    await place.clock.advance(61_000);
    await eventually(() => calls().length === 1);
    expect(calls()).toEqual([['1', '2']]);
  });

  it('lets a call under way finish before it stops, and keeps its result', async () => {
    const called = Promise.withResolvers<void>();
    const release = Promise.withResolvers<InvokeResult>();
    const { source } = await open('paused', {}, () => {
      called.resolve();
      return release.promise;
    });
    await write('paused', '1');
    await called.promise;
    const stopped = source.stop();
    release.resolve(done);
    await stopped;
    const again = await open('paused');
    await eventually(() => again.source.idle());
    expect(again.calls()).toEqual([]);
  });

  it('waits for a function that cannot be called, without counting attempts', async () => {
    await write('missing', '1');
    let tries = 0;
    const { source } = await open('missing', { MaximumRetryAttempts: 0 }, () => {
      tries += 1;
      if (tries < 4) throw new Error('no such function');
      return done;
    });
    await eventually(() => source.idle() && tries === 4);
    expect(source.counters()).toMatchObject({ discarded: 0 });
  });

  it('is refused by name for what is not implemented', async () => {
    await expect(open('shape', { TumblingWindowInSeconds: 5 })).rejects.toThrow('does not implement TumblingWindowInSeconds');
    await expect(open('shape', { ParallelizationFactor: 2 })).rejects.toThrow('ParallelizationFactor');
    await expect(open('shape', { StartingPosition: 'AT_TIMESTAMP' })).rejects.toThrow('StartingPosition AT_TIMESTAMP');
    await expect(open('shape', { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:r:a:t' } } })).rejects.toThrow(
      'destination arn:aws:sns',
    );
    await expect(open('shape', { EventSourceArn: 'arn:aws:sqs:r:a:q' })).rejects.toThrow('not a source in dynamodb');
    await expect(open('quiet')).rejects.toThrow('table quiet has no stream');
  });
});
