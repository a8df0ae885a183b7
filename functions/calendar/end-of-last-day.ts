import { agencyTime } from './agency-time.ts';
import type { Calendar } from './calendar.ts';
import type { TimeLimit } from './clock-rules.ts';
import { dueTime } from './due-time.ts';

/** A limit in whole days ends with the work of its last day (Civil Code 2015, Article 148). */
const CLOSE = { dueTime: { value: 'CLOSE_OF_BUSINESS', confidence: 'high', source: 'Civil Code 2015, Article 148' } } as const;

/** When a limit that began at `at` is over for an agency: days with the close of business of the last one. @throws OutsideCalendar */
export const endOfLastDay = (calendar: Calendar, agency: string, limit: TimeLimit, at: Date): Date =>
  dueTime(agencyTime(calendar, agency), limit, { at, sameDayIsOver: false }, CLOSE).dueAt;
