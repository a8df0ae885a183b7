import type { AgencyTime } from '../calendar/agency-time.ts';
import type { ClockRules, TimeLimit } from '../calendar/clock-rules.ts';
import { dueTime } from '../calendar/due-time.ts';
import { OutsideCalendar, withinCalendar } from '../calendar/outside-calendar.ts';
import { isWorked, startOfWork } from '../calendar/working-time.ts';
import { timingOf } from '../ledger/task.ts';

/** What is wrong with a new due time. */
export type NewDueFault =
  /** Not later than the old due time, or than now. */
  | { readonly kind: 'not-later'; readonly than: string }
  | { readonly kind: 'not-worked' }
  /** Further than the procedure lets a leader put it off. */
  | { readonly kind: 'too-far'; readonly latest: string }
  | { readonly kind: 'outside-calendar'; readonly date: string; readonly calendar: OutsideCalendar['calendar'] };

/** What bounds a new due time: when it is signed, what it puts off, and how far that may go. */
type Bounds = {
  readonly at: Date;
  readonly dueBefore: string;
  readonly most: TimeLimit;
  readonly rules: ClockRules;
};

/** The last due time that a leader may name; undefined where no calendar reaches it, so that nothing within one lies beyond. */
const latestDue = (time: AgencyTime, since: Date, { most, rules }: Pick<Bounds, 'most' | 'rules'>): Date | undefined =>
  withinCalendar(
    () => dueTime(time, most, { at: isWorked(time, since) ? since : startOfWork(time, since), sameDayIsOver: false }, rules).dueAt,
  );

/**
 * Checks a due time that a leader names at `at`: later than the old one and than now, in worked time of the agency that decides, the
 * close of business included, and not further than the procedure allows. Undefined when nothing is wrong.
 */
export const newDueFault = (time: AgencyTime, dueAt: Date, { at, dueBefore, ...bounds }: Bounds): NewDueFault | undefined => {
  const now = at.toISOString();
  const than = dueBefore > now ? dueBefore : now;
  if (timingOf(dueAt, than) !== 'AFTER') return { kind: 'not-later', than };
  try {
    if (!isWorked(time, dueAt)) return { kind: 'not-worked' };
    const latest = latestDue(time, new Date(than), bounds);
    return latest && timingOf(dueAt, latest.toISOString()) === 'AFTER' ? { kind: 'too-far', latest: latest.toISOString() } : undefined;
  } catch (error) {
    if (!(error instanceof OutsideCalendar)) throw error;
    return { kind: 'outside-calendar', date: error.date, calendar: error.calendar };
  }
};
