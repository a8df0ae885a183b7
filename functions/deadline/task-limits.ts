import { agencyTime } from '../calendar/agency-time.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { dueTime } from '../calendar/due-time.ts';
import { startOfWork } from '../calendar/working-time.ts';
import type { TaskLimit } from '../ledger/open-stage.ts';
import type { Procedure } from '../procedure/procedure.ts';

const rowOf = (procedure: Procedure, kind: string) => procedure.plan.flat().find((row) => row.kind === kind);

/** Whether an agency's silence means something in this procedure: then the tasks decide with the clock what comes next. */
export const hasSilence = (procedure: Procedure): boolean => procedure.plan.flat().some(({ silence }) => silence !== undefined);

/**
 * Until when a task is to be answered that has a limit of its own, counted from its opening by the working time of its agency, and by
 * which law silence until then is agreement. @throws OutsideCalendar
 */
export const taskLimits =
  (procedure: Procedure, calendar: Calendar): TaskLimit =>
  ({ kind, agency }, openedAt) => {
    const { limit, silence } = rowOf(procedure, kind) ?? {};
    if (!limit) return undefined;
    const time = agencyTime(calendar, agency);
    // What is opened in the night, when the last answer came or the fee was paid, counts from the next minute of work.
    const start = { at: startOfWork(time, openedAt), sameDayIsOver: false };
    const { dueAt } = dueTime(time, limit.value, start, procedure.clock);
    return { dueAt: dueAt.toISOString(), limited: true, ...(silence && { silence: silence.legalBasis }) };
  };
