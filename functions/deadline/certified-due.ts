import { calendarOf } from '../calendar/calendars.ts';
import type { NewEvent } from '../ledger/history-event.ts';
import type { Meta } from '../ledger/meta.ts';
import { readTasks } from '../ledger/read-tasks.ts';
import { timingOf } from '../ledger/task.ts';
import { procedureOf } from '../procedure/catalogue.ts';
import type { DeadlineDeps } from './deadline-after.ts';
import { dossierClock } from './dossier-clock.ts';
import { type MovedDue, moveDue, passedToo } from './move-due.ts';
import { nextDeadline } from './next-deadline.ts';
import { readClockEvents } from './read-clock-events.ts';

export type CertifiedDue = Omit<MovedDue, 'event'> & {
  /** The move, and that the due time to which it leads has passed as well. */
  readonly events: readonly NewEvent[];
  readonly deadline: Meta['deadline'];
};

/**
 * For whoever acts on a dossier at `at`, when its due time seems to have passed: what downtimes that were certified since make of it.
 * Undefined when it has not passed, or stands. The step tells the move first (`events`), and judges what it does by the new due time.
 * @throws OutsideCalendar
 */
export const certifiedDue =
  (deps: DeadlineDeps) =>
  async (meta: Meta, at: Date): Promise<CertifiedDue | undefined> => {
    if (!meta.dueAt || timingOf(at, meta.dueAt) !== 'AFTER') return undefined;
    const procedure = procedureOf(deps.procedures, meta);
    const clock = dossierClock(meta, procedure, calendarOf(deps.calendars, meta), await readClockEvents(deps, meta, procedure));
    const tasks = await readTasks(deps.ledger, meta);
    const moved = moveDue(meta, clock, tasks, 'CERTIFIED_DOWNTIME');
    if (!moved) return undefined;
    const { event, ...due } = moved;
    const passed = passedToo(due.dueAt, at);
    // With it everything before it is told: what the sweep has not got to says nothing any more.
    const standing = passed.length > 0 ? { ...meta, deadline: undefined } : meta;
    return { ...due, events: [event, ...passed], deadline: nextDeadline({ meta: standing, clock, tasks: due.tasks }, { at }) };
  };
