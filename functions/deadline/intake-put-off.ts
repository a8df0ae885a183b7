import { agencyTime } from '../calendar/agency-time.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { withinCalendar } from '../calendar/outside-calendar.ts';
import { pausedUntil } from '../calendar/paused-until.ts';
import { type Downtimes, pauseOf } from '../downtime/downtime.ts';
import type { Meta } from '../ledger/meta.ts';
import { timingOf } from '../ledger/task.ts';
import { intakeTimes, intakeTimesOf } from '../procedure/intake.ts';
import { intakeTiming } from '../procedure/intake-timing.ts';
import { receivingAgency } from '../procedure/offices.ts';

export type IntakeDeps = { readonly downtimes: Pick<Downtimes, 'endedAfter'>; readonly calendar: Calendar };

/**
 * Until when an officer has time to answer a submission, or the answer to an intake supplement, with the working time of the certified
 * downtimes in it (RFC 3339). Undefined as long as no calendar reaches that.
 */
export const intakeDueWithDowntimes = async ({ downtimes, calendar }: IntakeDeps, meta: Meta): Promise<string | undefined> => {
  const agency = receivingAgency(meta);
  const provided = meta.supplement?.provided;
  const times = withinCalendar(() => (provided ? intakeTimes(calendar, agency, new Date(provided)) : intakeTimesOf(calendar, meta)));
  if (!times) return undefined;
  const pauses = (await downtimes.endedAfter(times.receivedAt)).map(pauseOf);
  return withinCalendar(() => pausedUntil(agencyTime(calendar, agency), times.receivedAt, times.dueAt, pauses))?.toISOString();
};

/**
 * Whether an officer who answers at `at` does so before, on or after the due minute: nobody could while the cell was down. Undefined as
 * long as no calendar reaches that minute.
 */
export const intakeTimingWithDowntimes = async (deps: IntakeDeps, meta: Meta, at: Date): Promise<ReturnType<typeof intakeTiming>> => {
  const timing = intakeTiming(meta, at);
  if (timing !== 'AFTER') return timing;
  const dueAt = await intakeDueWithDowntimes(deps, meta);
  return dueAt ? timingOf(at, dueAt) : timing;
};
