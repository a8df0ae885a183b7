import { calendarOf } from '../calendar/calendars.ts';
import type { Meta } from '../ledger/meta.ts';
import { type Task, timingOf } from '../ledger/task.ts';
import { procedureOf } from '../procedure/catalogue.ts';
import type { DeadlineDeps } from './deadline-after.ts';
import { type MovedLimits, moveLimits } from './move-limits.ts';
import { readClockEvents } from './read-clock-events.ts';
import { taskLimits } from './task-limits.ts';

/**
 * For an agency that answers at `at`, when a limit of its task's own seems to have passed: the task put off for what it could not be
 * expected to work in. The step tells that first. Undefined where it has not passed, or is the dossier's. @throws OutsideCalendar
 */
export const movedLimit =
  (deps: DeadlineDeps) =>
  async (meta: Meta, task: Task, at: Date): Promise<MovedLimits | undefined> => {
    if (!task.limited || timingOf(at, task.dueAt) !== 'AFTER') return undefined;
    const procedure = procedureOf(deps.procedures, meta);
    const events = await readClockEvents(deps, meta, procedure);
    return moveLimits([task], taskLimits(procedure, calendarOf(deps.calendars, meta), events));
  };
