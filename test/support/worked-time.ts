import { agencyTime } from '../../functions/calendar/agency-time.ts';
import { vietnamCalendar } from '../../functions/calendar/vietnam.ts';
import { addWorkingMinutes } from '../../functions/calendar/working-time.ts';

const MINUTES_OF_DAY = 480;

/** A moment in the working time of the police, `days` working days after `at`. */
export const workedTimeAfter = (at: Date, days: number): string =>
  addWorkingMinutes(agencyTime(vietnamCalendar, 'police'), at, days * MINUTES_OF_DAY).toISOString();
