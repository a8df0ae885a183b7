import { isDeepStrictEqual } from 'node:util';
import type { VirtualClock } from '../clock.ts';
import { createEngineCall, EngineError } from './engine-call.ts';
import { type JsonObject, listOrEmpty, numberOf, objectOf, textOf } from './json-fields.ts';
import { createRecordTimes, STREAM_RETENTION_MS } from './record-times.ts';

/** A place in a stream: just behind the record `sequence` of a shard; an empty `sequence` is the shard's beginning. */
export type StreamPosition = { readonly stream: string; readonly shard: string; readonly sequence: string };

export type StreamRecord = {
  readonly position: StreamPosition;
  /** Epoch milliseconds by the virtual clock. */
  readonly createdAt: number;
  /** As DynamoDB Streams gives it, its creation time by the virtual clock. */
  readonly record: JsonObject;
};

type TableStream = {
  /**
   * Where to begin: at `kept` if it is a place in this stream, else at the stream's beginning or behind its last record.
   * A table that was made anew has another stream, so that an old place in it is worth nothing.
   */
  start(from: 'TRIM_HORIZON' | 'LATEST', kept: StreamPosition | undefined): Promise<StreamPosition>;
  /** Reads on behind a place, up to `limit` records of the last 24 hours; `position` is how far it has read. */
  read(after: StreamPosition, limit: number): Promise<{ readonly records: readonly StreamRecord[]; readonly position: StreamPosition }>;
  close(): void;
};

const API = 'DynamoDBStreams';
/** The most that GetRecords takes. */
const PAGE = 1000;

/** DynamoDB writes no record for a write that changes nothing; the engine does. Seen only where both images are kept. */
const changesNothing = ({ dynamodb }: JsonObject): boolean => {
  const { OldImage, NewImage } = objectOf(dynamodb, 'dynamodb');
  return OldImage !== undefined && isDeepStrictEqual(OldImage, NewImage);
};

/** Reads one table's stream from the engine. A stream with several open shards side by side is refused: its order would be lost. */
export const openTableStream = (options: {
  readonly engineEndpoint: string;
  readonly table: string;
  readonly clock: VirtualClock;
  /** Where the times of records survive a restart; without it they are forgotten. */
  readonly timesFile?: string | undefined;
}): TableStream => {
  const { engineEndpoint, table, clock, timesFile } = options;
  const engine = createEngineCall(engineEndpoint);
  const times = createRecordTimes(clock, timesFile);
  let next: { readonly at: StreamPosition; readonly iterator: string } | undefined;

  const streamArn = async (): Promise<string> => {
    const described = objectOf((await engine.call('DescribeTable', { TableName: table }))['Table'], 'Table');
    if (described['LatestStreamArn'] === undefined) throw new Error(`table ${table} has no stream`);
    return textOf(described['LatestStreamArn'], 'LatestStreamArn');
  };

  const shards = async (stream: string) => {
    const answer = await engine.call('DescribeStream', { StreamArn: stream }, API);
    const list = listOrEmpty(objectOf(answer['StreamDescription'], 'StreamDescription')['Shards'], 'Shards').map((each) =>
      objectOf(each, 'Shards'),
    );
    return list.map((shard) => ({ id: textOf(shard['ShardId'], 'ShardId'), parent: shard['ParentShardId'] }));
  };

  const firstShard = async (stream: string): Promise<string> => {
    const all = await shards(stream);
    const roots = all.filter(({ parent }) => !all.some(({ id }) => id === parent));
    const [root] = roots;
    if (!root || roots.length > 1)
      throw new Error(`the stream of table ${table} has ${roots.length} shards side by side; the local runtime reads one`);
    return root.id;
  };

  const iteratorAt = async ({ stream, shard, sequence }: StreamPosition): Promise<string> => {
    const from =
      sequence === '' ? { ShardIteratorType: 'TRIM_HORIZON' } : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: sequence };
    return textOf(
      (await engine.call('GetShardIterator', { StreamArn: stream, ShardId: shard, ...from }, API))['ShardIterator'],
      'ShardIterator',
    );
  };

  const withVirtualTime = (record: JsonObject, at: StreamPosition): StreamRecord => {
    const change = objectOf(record['dynamodb'], 'dynamodb');
    const createdAt = times.virtual(numberOf(change['ApproximateCreationDateTime'], 'ApproximateCreationDateTime'));
    const position = { ...at, sequence: textOf(change['SequenceNumber'], 'SequenceNumber') };
    return {
      position,
      createdAt,
      record: { ...record, dynamodb: { ...change, ApproximateCreationDateTime: Math.floor(createdAt / 1000) } },
    };
  };

  const read: TableStream['read'] = async (after, limit) => {
    const iterator = next && isDeepStrictEqual(next.at, after) ? next.iterator : await iteratorAt(after);
    next = undefined;
    const page = await engine.call('GetRecords', { ShardIterator: iterator, Limit: Math.min(limit, PAGE) }, API);
    const all = listOrEmpty(page['Records'], 'Records').map((each) => withVirtualTime(objectOf(each, 'Records'), after));
    const oldest = clock.now() - STREAM_RETENTION_MS;
    const records = all.filter(({ record, createdAt }) => createdAt >= oldest && !changesNothing(record));
    const position = all.at(-1)?.position ?? after;
    if (typeof page['NextShardIterator'] === 'string') {
      next = { at: position, iterator: page['NextShardIterator'] };
      return { records, position };
    }
    // The shard is closed: what follows lies in its child, once there is one.
    const child = (await shards(after.stream)).find(({ parent }) => parent === after.shard);
    return { records, position: child ? { stream: after.stream, shard: child.id, sequence: '' } : position };
  };

  return {
    async start(from, kept) {
      const stream = await streamArn();
      if (kept?.stream === stream) return kept;
      let position: StreamPosition = { stream, shard: await firstShard(stream), sequence: '' };
      if (from === 'TRIM_HORIZON') return position;
      for (;;) {
        const page = await read(position, PAGE);
        if (isDeepStrictEqual(page.position, position)) return position;
        position = page.position;
      }
    },
    async read(after, limit) {
      try {
        return await read(after, limit);
      } catch (error) {
        if (error instanceof EngineError && error.type === 'ExpiredIteratorException') return read(after, limit);
        throw error;
      }
    },
    close() {
      times.stop();
      engine.close();
    },
  };
};
