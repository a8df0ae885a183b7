import { calendarOf } from '../calendar/calendars.ts';
import { withinCalendar } from '../calendar/outside-calendar.ts';
import type { Edge } from '../ledger/dossier-state.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { startProcessing, type TaskLimit } from '../ledger/open-stage.ts';
import { readTasks } from '../ledger/read-tasks.ts';
import type { Task } from '../ledger/task.ts';
import { procedureOf } from '../procedure/catalogue.ts';
import type { DeadlineDeps } from './deadline-after.ts';
import { type DossierClock, dossierClock, ended } from './dossier-clock.ts';
import { moveDue, passedToo } from './move-due.ts';
import { nextDeadline, reckonedLater } from './next-deadline.ts';
import { feeMatters, readClockEvents } from './read-clock-events.ts';
import { hasSilence, taskLimits } from './task-limits.ts';

/** What the end of a fee must know of the dossier's time. */
export type FeeTime = {
  readonly limitOf: TaskLimit;
  /** The clock with the fee paid; absent where neither fees nor silence have anything to do with it, so that no deadline changes. */
  readonly clock?: DossierClock | undefined;
  /** No calendar reaches the due time that the booking moves to: the money is taken all the same, and the sweep moves it later. */
  readonly isOutside?: boolean;
  /** The tasks that are open meanwhile; read only where they may move. */
  readonly tasks: readonly Task[];
};

/**
 * Reads what a booking at `at` makes of the dossier's time.
 * @throws OutsideCalendar where the booking starts a clock of which no calendar reaches the end
 */
export const readFeeTime =
  (deps: DeadlineDeps) =>
  async (meta: Meta, at: Date): Promise<FeeTime> => {
    const procedure = procedureOf(deps.procedures, meta);
    const calendar = calendarOf(deps.calendars, meta);
    const limitOf = taskLimits(procedure, calendar);
    if (!feeMatters(procedure) && !hasSilence(procedure)) return { limitOf, tasks: [] };
    const events = ended(await readClockEvents(deps, meta, procedure), 'FEE', at);
    const reckon = (): DossierClock => dossierClock(meta, procedure, calendar, events);
    const clock = meta.dueAt ? withinCalendar(reckon) : reckon();
    return { limitOf, clock, isOutside: !clock, tasks: await readTasks(deps.ledger, meta) };
  };

/** What follows when nothing is left to pay: the way back, the due time that the fee has put off, and from acceptance on the agencies. */
export const afterFee = (meta: Meta, { to }: Edge, at: Date, time: FeeTime): Omit<Step, 'at' | 'by' | 'cause'> => {
  const { limitOf, clock, isOutside, tasks } = time;
  const moved = clock && moveDue(meta, clock, tasks, 'FEE');
  const passed = moved ? passedToo(moved.dueAt, at) : [];
  // The booking starts a clock that waited for the fee.
  const startsClock = !meta.dueAt && clock?.kind === 'running' ? clock.dueAt.toISOString() : undefined;
  const dueAt = moved?.dueAt ?? startsClock;
  const change: { dueAt?: string } = dueAt ? { dueAt } : {};
  const back: Meta = { ...meta, ...change, state: to, previous: undefined, ...(passed.length > 0 && { deadline: undefined }) };
  const started = to === 'accepted' ? startProcessing(back, at, limitOf) : undefined;
  const standing = [...(moved?.tasks ?? tasks), ...(started?.tasks ?? [])];
  const state = started ? 'processing' : to;
  return {
    events: [
      ...(moved ? [moved.event, ...passed] : []).map((event) => ({ event })),
      ...(started ? [{ event: started.event, edge: started.edge }] : []),
    ],
    change: {
      ...change,
      ...started?.change,
      ...(isOutside && { deadline: reckonedLater(at) }),
      ...(clock && { deadline: nextDeadline({ meta: { ...back, state }, clock, tasks: standing }, { at }) }),
    },
    writes: [...(moved?.writes ?? []), ...(started?.writes ?? [])],
  };
};
