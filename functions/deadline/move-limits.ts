import type { NewEvent } from '../ledger/history-event.ts';
import type { ItemWrite } from '../ledger/ledger.ts';
import { type TaskLimit, taskWrite } from '../ledger/open-stage.ts';
import type { Task } from '../ledger/task.ts';

export type MovedLimits = {
  readonly events: readonly NewEvent[];
  /** All tasks as they are now, moved or not. */
  readonly tasks: readonly Task[];
  readonly writes: readonly ItemWrite[];
};

/**
 * Puts off the tasks with a limit of their own for the time in which their agencies could not be expected to answer, before anything is
 * made of their silence; never back. `limitOf` knows what has stopped the clock since they were opened. @throws OutsideCalendar
 */
export const moveLimits = (tasks: readonly Task[], limitOf: TaskLimit): MovedLimits => {
  const moves = tasks.flatMap((task) => {
    const dueAt = task.state === 'open' && task.limited ? limitOf(task, new Date(task.openedAt))?.dueAt : undefined;
    return dueAt && dueAt > task.dueAt ? [{ from: task.dueAt, moved: { ...task, dueAt } }] : [];
  });
  return {
    events: moves.map(({ from, moved: { taskId, dueAt } }) => ({ type: 'task.due-moved', data: { taskId, from, dueAt } })),
    tasks: tasks.map((task) => moves.find(({ moved }) => moved.n === task.n)?.moved ?? task),
    writes: moves.map(({ moved }) => taskWrite(moved)),
  };
};
