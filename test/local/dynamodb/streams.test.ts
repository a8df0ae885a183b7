import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AwsError, serveAwsJson } from '../../../local/aws-json.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { createRecordTimes, STREAM_RETENTION_MS } from '../../../local/dynamodb/record-times.ts';
import { openTableStream } from '../../../local/dynamodb/streams.ts';
import { temporaryFolder } from './open-dynamo.ts';

const HOUR = 3_600_000;

describe('times of records', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000_000_000 }));
  afterEach(() => void vi.useRealTimers());

  it('follow the jumps of the clock: a record has the time of its writing, whenever it is read', async () => {
    const clock = new VirtualClock(24 * HOUR);
    const times = createRecordTimes(clock);
    const written = Math.floor(Date.now() / 1000);
    vi.setSystemTime(Date.now() + 5_000);
    await clock.advance(HOUR);
    vi.setSystemTime(Date.now() + 5_000);
    const later = Math.floor(Date.now() / 1000);
    expect(times.virtual(written)).toBe(written * 1000 + 24 * HOUR);
    expect(times.virtual(later)).toBe(later * 1000 + 25 * HOUR);
    times.stop();
    clock.stop();
  });

  it('within the second of a jump lie after it, and never in the future', async () => {
    const clock = new VirtualClock();
    const times = createRecordTimes(clock);
    await clock.advance(HOUR);
    expect(times.virtual(Math.floor(Date.now() / 1000))).toBe(clock.now());
    expect(times.virtual(Math.floor(Date.now() / 1000) + 60)).toBe(clock.now());
    times.stop();
    clock.stop();
  });

  it('are the same after a restart, and what is kept of the clock does not grow', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'stream-times.json');
    const clock = new VirtualClock();
    const times = createRecordTimes(clock, file);
    const written: number[] = [];
    for (let jump = 0; jump < 100; jump += 1) {
      written.push(Math.floor(Date.now() / 1000));
      vi.setSystemTime(Date.now() + 5_000);
      await clock.advance(HOUR);
    }
    const told = written.map(times.virtual);
    times.stop();
    const reborn = new VirtualClock(clock.offset);
    const again = createRecordTimes(reborn, file);
    const oldest = reborn.now() - STREAM_RETENTION_MS;
    const isYoung = (time: number) => time >= oldest;
    expect(told.filter(isYoung).length).toBeGreaterThan(20);
    expect(written.map(again.virtual).filter(isYoung)).toEqual(told.filter(isYoung));
    expect(JSON.parse(readFileSync(file, 'utf8')).length).toBeLessThan(30);
    again.stop();
    clock.stop();
    reborn.stop();
    rmSync(folder, { recursive: true });
  });
});

type Shard = { readonly ShardId: string; readonly ParentShardId?: string };

/** An engine whose streams have the given shards, one record in each, written now; all but the last shard are closed. */
const openShards = async (shards: readonly Shard[]) => {
  const ApproximateCreationDateTime = Math.floor(Date.now() / 1000);
  const expired = { once: false };
  const server = await serveAwsJson({
    DynamoDB_20120810: async () => ({ Table: { LatestStreamArn: 'stream' } }),
    DynamoDBStreams_20120810: async (operation, input) => {
      if (operation === 'DescribeStream') return { StreamDescription: { Shards: shards } };
      if (operation === 'GetShardIterator') return { ShardIterator: `${input['ShardId']} ${input['SequenceNumber'] ?? ''}` };
      if (expired.once) {
        expired.once = false;
        throw new AwsError('ExpiredIteratorException', 'too old');
      }
      const [shard = '', sequence = ''] = String(input['ShardIterator']).split(' ');
      const index = shards.findIndex(({ ShardId }) => ShardId === shard);
      const record = { eventName: 'INSERT', dynamodb: { SequenceNumber: String(index + 1), ApproximateCreationDateTime } };
      return {
        Records: sequence === '' ? [record] : [],
        ...(index === shards.length - 1 && { NextShardIterator: `${shard} ${index + 1}` }),
      };
    },
  });
  const clock = new VirtualClock();
  const stream = openTableStream({ engineEndpoint: server.url, table: 'items', clock });
  return {
    clock,
    stream,
    expired,
    async stop() {
      stream.close();
      clock.stop();
      await server.stop();
    },
  };
};

describe('the stream of a table', () => {
  it('goes on in the child of a closed shard', async () => {
    const { stream, stop } = await openShards([
      { ShardId: 'first' },
      { ShardId: 'second', ParentShardId: 'first' },
      { ShardId: 'third', ParentShardId: 'second' },
    ]);
    let position = await stream.start('TRIM_HORIZON', undefined);
    const seen: string[] = [];
    for (let page = 0; page < 4; page += 1) {
      const { records, position: next } = await stream.read(position, 10);
      seen.push(...records.map((record) => `${record.position.shard} ${record.position.sequence}`));
      position = next;
    }
    expect(seen).toEqual(['first 1', 'second 2', 'third 3']);
    expect(await stream.start('LATEST', undefined)).toEqual(position);
    await stop();
  });

  it('has forgotten a record after 24 hours', async () => {
    const { stream, clock, stop } = await openShards([{ ShardId: 'only' }]);
    const start = await stream.start('TRIM_HORIZON', undefined);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1000 });
    await clock.advance(24 * HOUR - 60_000);
    expect((await stream.read(start, 10)).records).toHaveLength(1);
    await clock.advance(120_000);
    expect(await stream.read(start, 10)).toEqual({ records: [], position: { ...start, sequence: '1' } });
    vi.useRealTimers();
    await stop();
  });

  it('keeps a place in the same stream, and not one in a stream that is gone', async () => {
    const { stream, stop } = await openShards([{ ShardId: 'only' }]);
    expect(await stream.start('TRIM_HORIZON', { stream: 'stream', shard: 'only', sequence: '1' })).toMatchObject({ sequence: '1' });
    expect(await stream.start('TRIM_HORIZON', { stream: 'earlier', shard: 'only', sequence: '1' })).toEqual({
      stream: 'stream',
      shard: 'only',
      sequence: '',
    });
    await stop();
  });

  it('takes a new iterator when one has expired', async () => {
    const { stream, expired, stop } = await openShards([{ ShardId: 'only' }]);
    const start = await stream.start('TRIM_HORIZON', undefined);
    expired.once = true;
    expect((await stream.read(start, 10)).records).toHaveLength(1);
    await stop();
  });

  it('is refused when it has shards side by side', async () => {
    const { stream, stop } = await openShards([{ ShardId: 'left' }, { ShardId: 'right' }]);
    await expect(stream.start('TRIM_HORIZON', undefined)).rejects.toThrow('2 shards side by side');
    await stop();
  });
});
