import type { Calendar } from '../calendar/calendar.ts';
import { endOfLastDay } from '../calendar/end-of-last-day.ts';

/**
 * Working days in which a complaint is to be handled (index 766, row 5.2; domain notes, rules.md part 2, source S14). They are counted
 * from the filing, the last from the solution; that nothing stops them while information is asked for is our reading, to be confirmed.
 */
const COMPLAINT_DAYS = { refuse: 2, ask: 5, solve: 15, publish: 2 } as const;

const limit = (calendar: Calendar, agency: string, at: Date, amount: number): string =>
  endOfLastDay(calendar, agency, { amount, unit: 'WORKING_DAY' }, at).toISOString();

/** Until when a complaint that was filed at `at` may be refused, more may be asked, and it must be solved. @throws OutsideCalendar */
export const limitsFrom = (calendar: Calendar, agency: string, at: Date) => ({
  refuseBy: limit(calendar, agency, at, COMPLAINT_DAYS.refuse),
  askBy: limit(calendar, agency, at, COMPLAINT_DAYS.ask),
  solveBy: limit(calendar, agency, at, COMPLAINT_DAYS.solve),
});

/** Until when the solution must be published. @throws OutsideCalendar */
export const publishLimit = (calendar: Calendar, agency: string, solvedAt: Date): string =>
  limit(calendar, agency, solvedAt, COMPLAINT_DAYS.publish);
