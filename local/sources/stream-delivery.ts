import type { VirtualClock } from '../clock.ts';
import { STREAM_RETENTION_MS } from '../dynamodb/record-times.ts';
import type { StreamPosition, StreamRecord } from '../dynamodb/streams.ts';
import type { InvokeFunction } from '../invoke.ts';
import { batchOutcome } from './batch-response.ts';
import type { StreamMapping } from './mapping.ts';
import { failureMessage, type GivenUp } from './on-failure.ts';
import type { SourceLoop } from './source-loop.ts';
import { streamEvent } from './stream-event.ts';

type DeliveryCounts = { invocations: number; retries: number; discarded: number; forgotten: number };

type Delivery = {
  readonly mapping: StreamMapping;
  readonly invoke: InvokeFunction;
  readonly clock: VirtualClock;
  readonly loop: SourceLoop;
  /** Keeps how far the stream is done. */
  readonly checkpoint: (position: StreamPosition) => void;
  /** Sends to the on-failure destination; absent when the mapping has none. */
  readonly giveUp: ((message: unknown) => Promise<void>) | undefined;
  readonly counts: DeliveryCounts;
};

/** Virtual time between attempts: Lambda does not document its own; these keep a failing batch of ten attempts within six seconds. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;
/** A function that cannot be called at all is asked again ever more slowly. */
const LONGEST_UNREACHABLE_PAUSE_MS = 60_000;

const pauseAfter = (failures: number, longest = LONGEST_PAUSE_MS) => Math.min(longest, FIRST_PAUSE_MS * 2 ** (failures - 1));

/**
 * Brings batches of a stream to the function, in order: a batch is repeated until it succeeds or is given up, and the ones
 * behind it wait. The place in the stream is kept after success only.
 */
export const createStreamDelivery = ({ mapping, invoke, clock, loop, checkpoint, giveUp, counts }: Delivery) => {
  const patiently = async (action: () => Promise<void>): Promise<void> => {
    for (let failures = 1; ; failures += 1) {
      try {
        return await action();
      } catch {
        await loop.until(clock.now() + pauseAfter(failures));
      }
    }
  };

  const done = (records: readonly StreamRecord[]) => {
    const last = records.at(-1);
    if (last) checkpoint(last.position);
  };

  const discard = async (records: readonly StreamRecord[], condition: GivenUp, invocations: number): Promise<void> => {
    if (records.length === 0) return;
    const message = failureMessage(mapping, records, { condition, invocations, now: clock.now() });
    if (giveUp) await patiently(() => giveUp(message));
    counts.discarded += records.length;
    done(records);
  };

  /** How many of the records, which lie in the order of their age, are older than `ms`. */
  const olderThan = (records: readonly StreamRecord[], ms: number): number => {
    const young = records.findIndex(({ createdAt }) => createdAt >= clock.now() - ms);
    return young === -1 ? records.length : young;
  };

  /** Without what exceeds the mapping's own age, which its destination hears of, and what the stream has forgotten, which nobody does. */
  const withoutOld = async (records: readonly StreamRecord[], invocations: number): Promise<readonly StreamRecord[]> => {
    const old = olderThan(records, mapping.maximumAgeMs);
    await discard(records.slice(0, old), 'RecordAgeExceeded', invocations);
    const rest = records.slice(old);
    const forgotten = olderThan(rest, STREAM_RETENTION_MS);
    counts.forgotten += forgotten;
    done(rest.slice(0, forgotten));
    return rest.slice(forgotten);
  };

  /** Calls the function. @returns how many records from the first are done, or undefined when it could not be called at all */
  const call = async (records: readonly StreamRecord[]): Promise<number | undefined> => {
    counts.invocations += 1;
    const ids = records.map(({ position }) => position.sequence);
    try {
      const outcome = batchOutcome(await invoke(mapping.functionArn, streamEvent(mapping, records)), mapping.reportsItemFailures, ids);
      if (outcome.kind === 'done') return records.length;
      if (outcome.kind === 'failed') return 0;
      return ids.findIndex((id) => outcome.ids.has(id));
    } catch {
      return undefined;
    }
  };

  /** @param failed attempts that these records have behind them */
  const deliver = async (records: readonly StreamRecord[], failed = 0): Promise<void> => {
    let rest = records;
    let attempts = failed;
    for (let unreachable = 0; ; ) {
      rest = await withoutOld(rest, attempts);
      if (rest.length === 0) return;
      const succeeded = await call(rest);
      if (succeeded === undefined) {
        // Like a throttled call: repeated till the records are too old, and no attempt.
        unreachable += 1;
        await loop.until(clock.now() + pauseAfter(unreachable, LONGEST_UNREACHABLE_PAUSE_MS));
        continue;
      }
      done(rest.slice(0, succeeded));
      rest = rest.slice(succeeded);
      if (rest.length === 0) return;
      counts.retries += 1;
      // A split is no attempt.
      if (mapping.bisects && succeeded > 0) continue;
      if (mapping.bisects && rest.length > 1) {
        const middle = Math.ceil(rest.length / 2);
        await deliver(rest.slice(0, middle), attempts);
        rest = rest.slice(middle);
        continue;
      }
      attempts += 1;
      if (attempts > mapping.maximumRetries) return discard(rest, 'RetryAttemptsExhausted', attempts);
      await loop.until(clock.now() + pauseAfter(attempts));
    }
  };
  return (records: readonly StreamRecord[]) => deliver(records);
};
