import type { VirtualClock } from '../clock.ts';
import type { JsonObject } from '../dynamodb/json-fields.ts';
import { openTableStream, type StreamPosition, type StreamRecord } from '../dynamodb/streams.ts';
import type { InvokeFunction } from '../invoke.ts';
import { streamMapping } from './mapping.ts';
import { createQueueSender } from './on-failure.ts';
import { type SourceLoop, startSourceLoop } from './source-loop.ts';
import { createStreamDelivery } from './stream-delivery.ts';
import { lambdaRecord } from './stream-event.ts';
import { openStreamPositions } from './stream-positions.ts';

type StreamSourceOptions = {
  /** Resolved properties of the AWS::Lambda::EventSourceMapping. */
  readonly mapping: JsonObject;
  /** The engine's own endpoint: reading a stream is not counted. */
  readonly engineEndpoint: string;
  /** Where the on-failure queue is. */
  readonly sqsEndpoint: string;
  readonly invoke: InvokeFunction;
  readonly clock: VirtualClock;
  /** Shared by all mappings; survives a restart. */
  readonly positionsFile: string;
  /** The same of the times of records (record-times.ts). */
  readonly timesFile?: string | undefined;
  /** Tells of changed tables (DynamoProxy.onWrite), so that a change is not found by polling only. */
  readonly onWrite?: ((listener: (table: string) => void) => () => void) | undefined;
};

type StreamSourceCounters = {
  readonly invocations: number;
  readonly retries: number;
  /** Records given up. */
  readonly discarded: number;
  /** Records that the stream forgot while they waited for their delivery. */
  readonly forgotten: number;
  /** Records read, and those of them that the filter kept away. */
  readonly records: number;
  readonly filtered: number;
  /** Virtual age in milliseconds of the last record when its batch was first handed over. */
  readonly iteratorAgeMs: number;
};

export type StreamSource = {
  /** Lets a call under way finish, and keeps its result. */
  stop(): Promise<void>;
  /** Nothing read waits for delivery, and the last look into the stream found nothing. */
  idle(): boolean;
  counters(): StreamSourceCounters;
};

/** Machine time between looks into a quiet stream, and the same where writes tell of themselves. */
const POLL_MS = 50;
const POLL_WHEN_TOLD_MS = 250;
const AFTER_ERROR_MS = 200;
const READ_LIMIT = 1000;
/** Lambda's limit of a synchronous call, less some room for the frame. */
const BATCH_BYTES = 6_000_000;

/** How many of the records make a batch: no more than `size`, and no more than a call can carry. */
const batchLength = (records: readonly StreamRecord[], size: number): number => {
  let bytes = 0;
  for (const [index, { record }] of records.slice(0, size).entries()) {
    bytes += Buffer.byteLength(JSON.stringify(record));
    if (bytes > BATCH_BYTES) return Math.max(1, index);
  }
  return Math.min(size, records.length);
};

/**
 * Carries a table's changes to a function, as Lambda's event source mapping of a DynamoDB stream. What is not delivered within 24
 * hours of its write is gone, as a stream forgets it: nobody is told. Attempts start anew after a restart.
 * @throws for what the mapping has and the runtime does not implement, and when the table has no stream
 */
export const openStreamSource = async (options: StreamSourceOptions): Promise<StreamSource> => {
  const { engineEndpoint, sqsEndpoint, invoke, clock, positionsFile, timesFile, onWrite } = options;
  const mapping = streamMapping(options.mapping);
  const counts = { invocations: 0, retries: 0, discarded: 0, forgotten: 0, records: 0, filtered: 0, iteratorAgeMs: 0 };
  if (!mapping.enabled) return { stop: async () => undefined, idle: () => true, counters: () => ({ ...counts }) };

  const positions = openStreamPositions(positionsFile);
  const name = `${mapping.functionArn} ${mapping.sourceArn}`;
  const stream = openTableStream({ engineEndpoint, table: mapping.table, clock, timesFile });
  // Kept at once: behind LATEST of the first boot, a change made while the runtime is down is not skipped.
  const start = await stream.start(mapping.startingPosition, positions.read(name)).catch((error: unknown) => {
    stream.close();
    throw error;
  });
  positions.write(name, start);
  const destination = mapping.onFailure === undefined ? undefined : createQueueSender(sqsEndpoint, mapping.onFailure);
  const checkpoint = (position: StreamPosition) => positions.write(name, position);
  let quiet = false;
  /** A write was told of since the last look began: that look may have come too early to see it. */
  let told = false;

  const run = async (loop: SourceLoop): Promise<void> => {
    const deliver = createStreamDelivery({ mapping, invoke, clock, loop, checkpoint, giveUp: destination?.send, counts });
    let kept = start;
    let readTo = kept;
    let waiting: StreamRecord[] = [];
    let windowEnd = 0;

    const read = async (): Promise<boolean> => {
      try {
        const page = await stream.read(readTo, READ_LIMIT);
        const passed = page.records.filter((record) => mapping.passes(lambdaRecord(mapping, record)));
        if (waiting.length === 0) windowEnd = clock.now() + mapping.windowMs;
        waiting = [...waiting, ...passed];
        counts.records += page.records.length;
        counts.filtered += page.records.length - passed.length;
        const moved = page.position !== readTo;
        readTo = page.position;
        return moved;
      } catch {
        await loop.pause(AFTER_ERROR_MS);
        return false;
      }
    };

    for (;;) {
      told = false;
      const moved = await read();
      while (waiting.length >= mapping.batchSize || (waiting.length > 0 && clock.now() >= windowEnd)) {
        const batch = waiting.slice(0, batchLength(waiting, mapping.batchSize));
        counts.iteratorAgeMs = clock.now() - (batch.at(-1)?.createdAt ?? clock.now());
        await deliver(batch);
        waiting = waiting.slice(batch.length);
      }
      if (waiting.length === 0 && readTo !== kept) {
        kept = readTo;
        checkpoint(kept);
      }
      quiet = !moved && !told && waiting.length === 0;
      if (told || (moved && waiting.length === 0)) continue;
      const poll = onWrite ? POLL_WHEN_TOLD_MS : POLL_MS;
      await loop.pause(waiting.length > 0 ? Math.min(poll, Math.max(1, windowEnd - clock.now())) : poll);
    }
  };

  const loop = startSourceLoop(clock, run);
  const stopListening = onWrite?.((table) => {
    if (table !== mapping.table) return;
    quiet = false;
    told = true;
    loop.wake();
  });
  return {
    async stop() {
      stopListening?.();
      await loop.stop();
      stream.close();
      destination?.close();
    },
    idle: () => quiet,
    counters: () => ({ ...counts }),
  };
};
