import type { ItemWrite } from '../ledger/ledger.ts';
import { taskWrite } from '../ledger/open-stage.ts';
import { isPending, type Task } from '../ledger/task.ts';

export type MovedTasks = {
  /** The tasks as they are now, moved or not. */
  readonly tasks: readonly Task[];
  /** Ids of those that moved, as the event of the step tells them; absent when there are none. */
  readonly told: { readonly tasks?: string[] };
  readonly writes: readonly ItemWrite[];
};

/** Gives the tasks that wait the dossier's new due time, but for those with a limit of their own. */
export const moveTasks = (tasks: readonly Task[], dueAt: string): MovedTasks => {
  const moves = (task: Task): boolean => isPending(task) && !task.limited && task.dueAt !== dueAt;
  const moved = tasks.filter(moves).map((task): Task => ({ ...task, dueAt }));
  return {
    tasks: tasks.map((task) => moved.find(({ n }) => n === task.n) ?? task),
    told: moved.length > 0 ? { tasks: moved.map(({ taskId }) => taskId) } : {},
    writes: moved.map(taskWrite),
  };
};
