import { agencyTime } from '../calendar/agency-time.ts';
import type { ProcedureClock } from '../calendar/appointment.ts';
import type { Calendar } from '../calendar/calendar.ts';
import type { Procedure } from './procedure.ts';

/**
 * The clock of a procedure by a calendar, for a dossier that comes in at `receivingAgency`. Undefined when the procedure's time
 * limit is not known. @throws when the calendar does not know the hours of an agency
 */
export const clockOf = (procedure: Procedure, calendar: Calendar, receivingAgency: string): ProcedureClock | undefined => {
  const { agency, clock, clockStart, timeLimit } = procedure;
  if (!timeLimit.value) return undefined;
  return {
    deciding: agencyTime(calendar, agency),
    receiving: agencyTime(calendar, receivingAgency),
    rules: clock,
    clockStart,
    limit: timeLimit.value,
  };
};

/** What the problem `time-limit-unknown` says of a procedure. */
export const timeLimitUnknown = (procedure: string) => ({
  detail: `The time limit of ${procedure} is not known, so no appointment can be set.`,
  procedure,
});
