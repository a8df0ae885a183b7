import { calendarOf } from '../calendar/calendars.ts';
import type { Edge } from '../ledger/dossier-state.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { startProcessing, type TaskLimit } from '../ledger/open-stage.ts';
import { readTasks } from '../ledger/read-tasks.ts';
import type { Task } from '../ledger/task.ts';
import { procedureOf } from '../procedure/catalogue.ts';
import type { DeadlineDeps } from './deadline-after.ts';
import { type DossierClock, dossierClock, ended } from './dossier-clock.ts';
import { moveDue } from './move-due.ts';
import { nextDeadline } from './next-deadline.ts';
import { feeMatters, readClockEvents } from './read-clock-events.ts';
import { hasSilence, taskLimits } from './task-limits.ts';

/** What the end of a fee must know of the dossier's time. */
export type FeeTime = {
  readonly limitOf: TaskLimit;
  /** The clock with the fee paid; absent where neither fees nor silence have anything to do with it, so that no deadline changes. */
  readonly clock?: DossierClock;
  /** The tasks that are open meanwhile; read only where they may move. */
  readonly tasks: readonly Task[];
};

/** Reads what a booking at `at` makes of the dossier's time. @throws OutsideCalendar */
export const readFeeTime =
  (deps: DeadlineDeps) =>
  async (meta: Meta, at: Date): Promise<FeeTime> => {
    const procedure = procedureOf(deps.procedures, meta);
    const calendar = calendarOf(deps.calendars, meta);
    const limitOf = taskLimits(procedure, calendar);
    if (!feeMatters(procedure) && !hasSilence(procedure)) return { limitOf, tasks: [] };
    const events = ended(await readClockEvents(deps, meta, procedure), 'FEE', at);
    return { limitOf, clock: dossierClock(meta, procedure, calendar, events), tasks: await readTasks(deps.ledger, meta) };
  };

/** What follows when nothing is left to pay: the way back, the due time that the fee has put off, and from acceptance on the agencies. */
export const afterFee = (meta: Meta, { to }: Edge, at: Date, { limitOf, clock, tasks }: FeeTime): Omit<Step, 'at' | 'by' | 'cause'> => {
  const moved = clock && moveDue(meta, clock, tasks, 'FEE');
  // The booking starts a clock that waited for the fee.
  const startsClock = !meta.dueAt && clock?.kind === 'running' ? clock.dueAt.toISOString() : undefined;
  const dueAt = moved?.dueAt ?? startsClock;
  const change: { dueAt?: string } = dueAt ? { dueAt } : {};
  const back: Meta = { ...meta, ...change, state: to, previous: undefined };
  const started = to === 'accepted' ? startProcessing(back, at, limitOf) : undefined;
  const standing = [...(moved?.tasks ?? tasks), ...(started?.tasks ?? [])];
  const state = started ? 'processing' : to;
  return {
    events: [...(moved ? [{ event: moved.event }] : []), ...(started ? [{ event: started.event, edge: started.edge }] : [])],
    change: {
      ...change,
      ...started?.change,
      ...(clock && { deadline: nextDeadline({ meta: { ...back, state }, clock, tasks: standing }, { at }) }),
    },
    writes: [...(moved?.writes ?? []), ...(started?.writes ?? [])],
  };
};
