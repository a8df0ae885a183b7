import * as z from 'zod';
import type { Calendar } from '../calendar/calendar.ts';
import { deadlineBucket, nextBucket } from '../ledger/deadline-bucket.ts';
import { terminalStates } from '../ledger/dossier-state.ts';
import { sweepKey } from '../ledger/item-keys.ts';
import type { Meta } from '../ledger/meta.ts';
import { type Decided, type StepDeps, takeStep } from '../ledger/take-step.ts';
import { timingOf } from '../ledger/task.ts';
import type { Clock } from '../platform/clock.ts';
import { intakeIndex } from '../procedure/intake.ts';

export type EnactDeadlinesDeps = StepDeps & { readonly calendar: Calendar; readonly clock: Clock };

export type Sweep = {
  /** Deadlines whose passing this sweep wrote into the history. */
  readonly enacted: number;
  /** Dossiers that could not be moved; the next sweep tries them again. */
  readonly failed: readonly { readonly dossierId: string; readonly error: string }[];
  /** The oldest bucket that is not finished. */
  readonly cursor: string;
};

const HOUR_MS = 3_600_000;
/** Where the very first sweep of a cell begins: nothing has a deadline that far back. */
const FIRST_LOOK_BACK_MS = 7 * 24 * HOUR_MS;
/** A bucket is swept until this long after its hour, because the index shows a write a little late. */
const GRACE_MS = 10 * 60_000;
/** Buckets of one sweep at most; after a long pause the next sweeps go on. */
const MOST_BUCKETS = 1000;
const PAGE = 100;

const Cursor = z.object({ bucket: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d$/) });

const endOf = (bucket: string): number => Date.parse(`${nextBucket(bucket)}:00:00.000Z`);

/** The end of the minute before `now`: a deadline holds through its own minute. */
const lastPassed = (now: Date): string => new Date(Math.floor(now.getTime() / 60_000) * 60_000 - 1).toISOString();

/**
 * Writes into the history of each dossier that its deadline passed. What the index names is read again from the table; a sweep that
 * runs twice, or two at once, write each deadline once.
 */
export const enactDeadlines = (deps: EnactDeadlinesDeps) => {
  const { ledger, calendar, clock } = deps;

  const decide = (meta: Meta): Decided<{ readonly kind: 'not-due' }> => {
    const { deadline, state } = meta;
    const at = clock.now();
    if (!deadline || timingOf(at, deadline.at) !== 'AFTER' || terminalStates.includes(state)) return { outcome: { kind: 'not-due' } };
    return {
      step: {
        at,
        by: { kind: 'system', id: 'enact-deadlines' },
        events: [{ event: { type: 'dossier.deadline-passed', data: { deadline: deadline.kind, dueAt: deadline.at } } }],
        change: { deadline: undefined },
        ...(state === 'new' && { index: intakeIndex(calendar, meta) }),
      },
    };
  };

  const sweepBucket = async (bucket: string, until: string): Promise<Omit<Sweep, 'cursor'> & { readonly complete: boolean }> => {
    let enacted = 0;
    const failed: { dossierId: string; error: string }[] = [];
    for (;;) {
      const due = await ledger.listDue(bucket, until);
      let moved = 0;
      for (const dossierId of due) {
        try {
          if ((await takeStep(deps)(dossierId, decide)).kind === 'taken') moved += 1;
        } catch (error) {
          failed.push({ dossierId, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
        }
      }
      enacted += moved;
      // A full page may hide more; one that moved nothing would only come again.
      if (due.length < PAGE) return { enacted, failed, complete: failed.length === 0 };
      if (moved === 0) return { enacted, failed, complete: false };
    }
  };

  return async (): Promise<Sweep> => {
    const now = clock.now();
    const stored = await ledger.readItem(sweepKey);
    const first = stored ? Cursor.parse(stored).bucket : deadlineBucket(new Date(now.getTime() - FIRST_LOOK_BACK_MS).toISOString());
    const until = lastPassed(now);
    let cursor = first;
    let isFinished = true;
    let enacted = 0;
    const failed: Sweep['failed'][number][] = [];
    let bucket = first;
    for (let count = 0; count < MOST_BUCKETS && bucket <= deadlineBucket(until); count += 1, bucket = nextBucket(bucket)) {
      const swept = await sweepBucket(bucket, until);
      enacted += swept.enacted;
      failed.push(...swept.failed);
      isFinished &&= swept.complete && endOf(bucket) + GRACE_MS <= now.getTime();
      if (isFinished) cursor = nextBucket(bucket);
    }
    if (!stored || cursor !== first) await ledger.putItem(sweepKey, { bucket: cursor });
    return { enacted, failed, cursor };
  };
};
