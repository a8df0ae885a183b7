import { agencyTime } from '../calendar/agency-time.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { localDay, minuteOfDay } from '../calendar/local-time.ts';
import { OutsideCalendar } from '../calendar/outside-calendar.ts';
import { timingOf } from '../ledger/task.ts';

/** What is wrong with a time until which an applicant shall answer. */
export type AnswerTimeFault =
  | { readonly kind: 'answer-time-past' }
  /** Nobody is there to take the answer in. */
  | { readonly kind: 'answer-time-not-worked' }
  | { readonly kind: 'outside-calendar'; readonly date: string; readonly calendar: OutsideCalendar['calendar'] };

/**
 * Checks the time that an officer of `agency` gives an applicant at `at`: a later minute, in worked time of the agency, the close of
 * business included. Undefined when nothing is wrong.
 */
export const answerTimeFault = (calendar: Calendar, agency: string, answerBy: Date, at: Date): AnswerTimeFault | undefined => {
  if (timingOf(at, answerBy.toISOString()) !== 'BEFORE') return { kind: 'answer-time-past' };
  try {
    const minute = minuteOfDay(answerBy);
    const { office } = agencyTime(calendar, agency).dayOf(localDay(answerBy));
    return office.some(({ from, to }) => from <= minute && minute <= to) ? undefined : { kind: 'answer-time-not-worked' };
  } catch (error) {
    if (!(error instanceof OutsideCalendar)) throw error;
    return { kind: 'outside-calendar', date: error.date, calendar: error.calendar };
  }
};
