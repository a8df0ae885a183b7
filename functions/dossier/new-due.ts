import type { AgencyTime } from '../calendar/agency-time.ts';
import { localDay, minuteOfDay } from '../calendar/local-time.ts';
import { OutsideCalendar } from '../calendar/outside-calendar.ts';
import { timingOf } from '../ledger/task.ts';

/** What is wrong with a new due time. */
export type NewDueFault =
  /** Not later than the old due time, or than now. */
  | { readonly kind: 'not-later'; readonly than: string }
  | { readonly kind: 'not-worked' }
  | { readonly kind: 'outside-calendar'; readonly date: string; readonly calendar: OutsideCalendar['calendar'] };

/**
 * Checks a due time that a leader names at `at`: later than the old one and than now, in worked time of the agency that decides, the
 * close of business included. Undefined when nothing is wrong.
 */
export const newDueFault = (
  time: AgencyTime,
  dueAt: Date,
  { at, dueBefore }: { readonly at: Date; readonly dueBefore: string },
): NewDueFault | undefined => {
  const now = at.toISOString();
  const than = dueBefore > now ? dueBefore : now;
  if (timingOf(dueAt, than) !== 'AFTER') return { kind: 'not-later', than };
  try {
    const minute = minuteOfDay(dueAt);
    const { office } = time.dayOf(localDay(dueAt));
    return office.some(({ from, to }) => from <= minute && minute <= to) ? undefined : { kind: 'not-worked' };
  } catch (error) {
    if (!(error instanceof OutsideCalendar)) throw error;
    return { kind: 'outside-calendar', date: error.date, calendar: error.calendar };
  }
};
