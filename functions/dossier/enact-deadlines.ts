import * as z from 'zod';
import type { Calendar } from '../calendar/calendar.ts';
import { deadlineBucket, nextBucket } from '../ledger/deadline-bucket.ts';
import { terminalStates } from '../ledger/dossier-state.ts';
import { sweepKey } from '../ledger/item-keys.ts';
import type { Meta } from '../ledger/meta.ts';
import { type Decided, type StepDeps, takeStep } from '../ledger/take-step.ts';
import { timingOf } from '../ledger/task.ts';
import { eachAtOnce } from '../platform/at-once.ts';
import type { Clock } from '../platform/clock.ts';
import { intakeIndex } from '../procedure/intake.ts';
import { sweepBuckets } from './sweep-buckets.ts';

export type EnactDeadlinesDeps = StepDeps & { readonly calendar: Calendar; readonly clock: Clock };

type Failure = { readonly dossierId: string; readonly error: string };

export type Sweep = {
  /** Deadlines whose passing this sweep wrote into the history. */
  readonly enacted: number;
  /** Dossiers that could not be moved; the next sweep tries them again. */
  readonly failed: readonly Failure[];
  /** The oldest bucket that is not finished. */
  readonly cursor: string;
};

const HOUR_MS = 3_600_000;
/** Where the very first sweep of a cell begins: nothing has a deadline that far back. */
const FIRST_LOOK_BACK_MS = 7 * 24 * HOUR_MS;
/** A bucket is swept until this long after its hour, because the index shows a write a little late. */
const GRACE_MS = 10 * 60_000;
/** Dossiers moved at the same time, so that one that is slow or fails holds up few others. */
const AT_ONCE = 8;

const Cursor = z.object({ bucket: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d$/) });

const endOf = (bucket: string): number => Date.parse(`${nextBucket(bucket)}:00:00.000Z`);

/** The end of the minute before `now`: a deadline holds through its own minute. */
const lastPassed = (now: Date): string => new Date(Math.floor(now.getTime() / 60_000) * 60_000 - 1).toISOString();

/**
 * Writes into the history of each dossier that its deadline passed. What the index names is read again from the table; a sweep that
 * runs twice, or two at once, write each deadline once. A dossier that cannot be moved keeps no other one waiting: only its bucket
 * stays unfinished, so that the next sweep tries it again.
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

  const sweepBucket = async (bucket: string, until: string): Promise<Omit<Sweep, 'cursor'>> => {
    let enacted = 0;
    const failed: Failure[] = [];
    const enact = async (dossierId: string): Promise<void> => {
      try {
        if ((await takeStep(deps)(dossierId, decide)).kind === 'taken') enacted += 1;
      } catch (error) {
        failed.push({ dossierId, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
      }
    };
    let cursor: string | undefined;
    do {
      const page = await ledger.listDue(bucket, until, cursor);
      await eachAtOnce(page.dossierIds, AT_ONCE, enact);
      cursor = page.cursor;
    } while (cursor);
    return { enacted, failed };
  };

  return async (): Promise<Sweep> => {
    const now = clock.now();
    const stored = await ledger.readItem(sweepKey);
    const first = stored ? Cursor.parse(stored).bucket : deadlineBucket(new Date(now.getTime() - FIRST_LOOK_BACK_MS).toISOString());
    const until = lastPassed(now);
    let cursor = first;
    let enacted = 0;
    const failed: Failure[] = [];
    for (const bucket of sweepBuckets(first, until)) {
      const swept = await sweepBucket(bucket, until);
      enacted += swept.enacted;
      failed.push(...swept.failed);
      // What comes after an unfinished bucket is swept all the same; only the cursor stays.
      if (bucket === cursor && swept.failed.length === 0 && endOf(bucket) + GRACE_MS <= now.getTime()) cursor = nextBucket(bucket);
    }
    if (!stored || cursor !== first) await ledger.putItem(sweepKey, { bucket: cursor });
    return { enacted, failed, cursor };
  };
};
