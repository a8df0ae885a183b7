import { agencyTime } from '../../functions/calendar/agency-time.ts';
import { atMinute, dayAfter, localDay } from '../../functions/calendar/local-time.ts';
import { vietnamCalendar } from '../../functions/calendar/vietnam.ts';
import { addWorkingMinutes, startOfWork } from '../../functions/calendar/working-time.ts';

const MINUTES_OF_DAY = 480;
const HALF_AN_HOUR_MS = 30 * 60_000;

/** Half an hour after the police begin to work on a day after `at`: a morning of work lies ahead, whatever the time is now. */
export const nextMorning = (at: Date): Date =>
  new Date(startOfWork(agencyTime(vietnamCalendar, 'police'), atMinute(dayAfter(localDay(at)), 0)).getTime() + HALF_AN_HOUR_MS);

/** A moment in the working time of the police, `days` working days after `at`. */
export const workedTimeAfter = (at: Date, days: number): string =>
  addWorkingMinutes(agencyTime(vietnamCalendar, 'police'), at, days * MINUTES_OF_DAY).toISOString();
