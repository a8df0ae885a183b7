import { agencyTime } from '../calendar/agency-time.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { dueTime } from '../calendar/due-time.ts';
import { type Pause, pausedUntil } from '../calendar/paused-until.ts';
import { startOfWork } from '../calendar/working-time.ts';
import type { TaskLimit } from '../ledger/open-stage.ts';
import type { Procedure } from '../procedure/procedure.ts';
import type { ClockEvent } from './dossier-clock.ts';

const rowOf = (procedure: Procedure, kind: string) => procedure.plan.flat().find((row) => row.kind === kind);

/** Whether an agency's silence means something in this procedure: then the tasks decide with the clock what comes next. */
export const hasSilence = (procedure: Procedure): boolean => procedure.plan.flat().some(({ silence }) => silence !== undefined);

/** When an agency could not be expected to answer: the cell was down, or the dossier was not complete. */
const pausesIn = (events: readonly ClockEvent[]): readonly Pause[] =>
  events.flatMap((event) =>
    (event.kind === 'CERTIFIED_DOWNTIME' || event.kind === 'SUPPLEMENT') && event.to ? [{ from: event.from, to: event.to }] : [],
  );

/**
 * Until when a task is to be answered that has a limit of its own, counted from its opening by the working time of its agency, and by
 * which law silence until then is agreement. `events`: what has stopped the dossier's clock since, where that may be something already.
 * @throws OutsideCalendar
 */
export const taskLimits =
  (procedure: Procedure, calendar: Calendar, events: readonly ClockEvent[] = []): TaskLimit =>
  ({ kind, agency }, openedAt) => {
    const { limit, silence } = rowOf(procedure, kind) ?? {};
    if (!limit) return undefined;
    const time = agencyTime(calendar, agency);
    // What is opened in the night, when the last answer came or the fee was paid, counts from the next minute of work.
    const start = { at: startOfWork(time, openedAt), sameDayIsOver: false };
    const dueAt = pausedUntil(time, openedAt, dueTime(time, limit.value, start, procedure.clock).dueAt, pausesIn(events));
    return { dueAt: dueAt.toISOString(), limited: true, ...(silence && { silence: silence.legalBasis }) };
  };
