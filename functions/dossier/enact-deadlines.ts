import * as z from 'zod';
import { deadlineBucket, nextBucket } from '../ledger/deadline-bucket.ts';
import { sweepKey } from '../ledger/item-keys.ts';
import type { Meta } from '../ledger/meta.ts';
import { type Decided, type StepDeps, takeStep } from '../ledger/take-step.ts';
import { eachAtOnce } from '../platform/at-once.ts';
import type { Clock } from '../platform/clock.ts';
import { type EnactDueDeps, enactDue } from './enact-due.ts';
import { oncePerSweep } from './once-per-sweep.ts';
import { sweepBuckets } from './sweep-buckets.ts';

export type EnactDeadlinesDeps = StepDeps & EnactDueDeps & { readonly clock: Clock };

type Failure = { readonly dossierId: string; readonly error: string };

export type Sweep = {
  /** Dossiers whose passed deadlines this sweep wrote into the history. */
  readonly enacted: number;
  /** Dossiers that could not be moved; the next sweep tries them again. */
  readonly failed: readonly Failure[];
  /** The oldest bucket that is not finished. */
  readonly cursor: string;
  /** Whether the time of this sweep was over before all that had passed was enacted; the next one goes on. */
  readonly more: boolean;
};

const HOUR_MS = 3_600_000;
/** How far back the very first sweep of a cell begins: nothing has a deadline that far back. */
const FIRST_LOOK_BACK_MS = 7 * 24 * HOUR_MS;
/** A bucket is swept until this long after its hour, because the index shows a write a little late. */
const GRACE_MS = 10 * 60_000;
/** Dossiers moved at the same time: at 30 ms each, a thousand a second. */
const AT_ONCE = 32;
/** A sweep begins nothing after this time, so that it ends by itself before the next one begins. */
const LONGEST_MS = 40_000;

const Cursor = z.object({ bucket: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d$/) });

const endOf = (bucket: string): number => Date.parse(`${nextBucket(bucket)}:00:00.000Z`);

/** Where a sweep begins. A place that lies ahead was written by a clock that has been put back since: what is due now lies before it. */
const startOf = (stored: string | undefined, until: string, now: Date): string =>
  stored && stored <= deadlineBucket(until) ? stored : deadlineBucket(new Date(now.getTime() - FIRST_LOOK_BACK_MS).toISOString());

/** The end of the minute before `now`: a deadline holds through its own minute. */
const lastPassed = (now: Date): string => new Date(Math.floor(now.getTime() / 60_000) * 60_000 - 1).toISOString();

/**
 * Enacts every deadline that has passed (enact-due.ts) and sets the next one with it. What the index names is read again from the table;
 * a sweep that runs twice, or two at once, enact each deadline once. A dossier that cannot be moved keeps no other one waiting: only its
 * bucket stays unfinished, so that the next sweep tries it again.
 */
export const enactDeadlines = (deps: EnactDeadlinesDeps) => {
  const { ledger, clock } = deps;

  return async (): Promise<Sweep> => {
    const now = clock.now();
    const due = enactDue({ ...deps, downtimes: oncePerSweep(deps.downtimes) });
    const isOver = (): boolean => clock.now().getTime() - now.getTime() > LONGEST_MS;
    let enacted = 0;
    const failed: Failure[] = [];
    let more = false;

    const decide = async (meta: Meta): Promise<Decided<{ readonly kind: 'not-due' }>> => {
      const at = clock.now();
      const enactment = await due(meta, at);
      return enactment ? { step: { at, by: { kind: 'system', id: 'enact-deadlines' }, ...enactment } } : { outcome: { kind: 'not-due' } };
    };

    const enact = async (dossierId: string): Promise<void> => {
      if (isOver()) {
        more = true;
        return;
      }
      try {
        const done = await takeStep(deps)(dossierId, decide);
        if (done.kind === 'refused') throw new Error(`a write of the step was refused: ${done.by}`);
        if (done.kind === 'taken') enacted += 1;
      } catch (error) {
        failed.push({ dossierId, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
      }
    };

    /** Whether everything of the bucket was enacted. */
    const sweepBucket = async (bucket: string, until: string): Promise<boolean> => {
      const failedBefore = failed.length;
      let cursor: string | undefined;
      do {
        const page = await ledger.listDue(bucket, until, cursor);
        await eachAtOnce(page.dossierIds, AT_ONCE, enact);
        cursor = page.cursor;
      } while (cursor && !more);
      return !more && failed.length === failedBefore;
    };

    const stored = await ledger.readItem(sweepKey);
    const until = lastPassed(now);
    const first = startOf(stored && Cursor.parse(stored).bucket, until, now);
    let cursor = first;
    for (const bucket of sweepBuckets(first, until)) {
      const isFinished = await sweepBucket(bucket, until);
      if (more) break;
      // What comes after an unfinished bucket is swept all the same; only the cursor stays.
      if (bucket === cursor && isFinished && endOf(bucket) + GRACE_MS <= now.getTime()) cursor = nextBucket(bucket);
    }
    if (!stored || cursor !== first) await ledger.putItem(sweepKey, { bucket: cursor });
    return { enacted, failed, cursor, more };
  };
};
