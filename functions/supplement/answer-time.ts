import { agencyTime } from '../calendar/agency-time.ts';
import type { Calendar } from '../calendar/calendar.ts';
import type { TimeLimit } from '../calendar/clock-rules.ts';
import { endOfLastDay } from '../calendar/end-of-last-day.ts';
import { OutsideCalendar } from '../calendar/outside-calendar.ts';
import { isWorked } from '../calendar/working-time.ts';
import { timingOf } from '../ledger/task.ts';

/** What is wrong with a time until which an applicant shall answer. */
export type AnswerTimeFault =
  /** It is over before the applicant has had the least time that the procedure gives; `earliest` (RFC 3339) is the first that is not. */
  | { readonly kind: 'answer-time-short'; readonly earliest: string }
  /** Nobody is there to take the answer in. */
  | { readonly kind: 'answer-time-not-worked' }
  | { readonly kind: 'outside-calendar'; readonly date: string; readonly calendar: OutsideCalendar['calendar'] };

/** What an answer is measured by: whose hours, and the least time that the procedure gives. */
type AnswerRules = { readonly calendar: Calendar; readonly agency: string; readonly least: TimeLimit };

const timeFault = ({ calendar, agency }: AnswerRules, answerBy: Date): AnswerTimeFault | undefined => {
  try {
    return isWorked(agencyTime(calendar, agency), answerBy) ? undefined : { kind: 'answer-time-not-worked' };
  } catch (error) {
    if (!(error instanceof OutsideCalendar)) throw error;
    return { kind: 'outside-calendar', date: error.date, calendar: error.calendar };
  }
};

/**
 * Checks the time that an officer of `agency` gives an applicant at `at`: at least the time that the procedure gives, and in worked time
 * of the agency, the close of business included. Undefined when nothing is wrong. @throws OutsideCalendar when the calendar ends before
 * that time does
 */
export const answerTimeFault = (rules: AnswerRules, answerBy: Date, at: Date): AnswerTimeFault | undefined => {
  const fault = timeFault(rules, answerBy);
  if (fault?.kind === 'outside-calendar') return fault;
  const earliest = endOfLastDay(rules.calendar, rules.agency, rules.least, at);
  return timingOf(answerBy, earliest.toISOString()) === 'BEFORE' ? { kind: 'answer-time-short', earliest: earliest.toISOString() } : fault;
};
