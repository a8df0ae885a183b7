import { inboxPartition, inboxShard } from './deadline-bucket.ts';
import type { NewEvent, OpenedTask } from './history-event.ts';
import { taskKey } from './item-keys.ts';
import type { ItemWrite, Step } from './ledger.ts';
import type { Meta, PlannedTask } from './meta.ts';
import { isPending, type Task, taskIdOf } from './task.ts';

export type OpenedStage = {
  readonly opened: readonly OpenedTask[];
  readonly tasks: readonly Task[];
  readonly writes: readonly ItemWrite[];
  readonly change: { readonly stage: number; readonly openTasks: number };
};

/** The item of a task as stored: one that waits stands by its due time in the inbox of its office, or of the one that holds it. */
export const taskWrite = (task: Task): ItemWrite => {
  const { agency, office } = task.heldBy ?? task;
  return {
    kind: 'put',
    key: taskKey(task.dossierId, task.n),
    item: {
      ...task,
      ...(isPending(task) && { inboxKey: inboxPartition(agency, office, inboxShard(task.dossierId)), inboxAt: task.dueAt }),
    },
  };
};

/** A task as the event tells that opens it, or gives it to another office. */
export const openedTask = ({ taskId, kind, role, agency, office, dueAt }: Task): OpenedTask => ({
  ...{ taskId, kind, role, agency, office, dueAt },
});

/** Until when a task is to be answered where it has a limit of its own, and what its agency's silence means then. */
export type TaskLimit = (task: PlannedTask, openedAt: Date) => Pick<Task, 'dueAt' | 'limited' | 'silence'> | undefined;

/**
 * What opening stage `stage` of a dossier's plan writes; the step that opens it puts this into its own transaction. Tasks are due with
 * the dossier, where `limitOf` knows no limit of their own.
 */
export const openStage = (meta: Meta, stage: number, at: Date, limitOf: TaskLimit): OpenedStage => {
  const { dueAt } = meta;
  if (!dueAt) throw new Error('a stage opens only after acceptance, which sets the due time');
  const tasks = (meta.stages[stage] ?? []).map(
    (planned): Task => ({
      ...planned,
      dossierId: meta.dossierId,
      taskId: taskIdOf(meta.dossierId, planned.n),
      state: 'open',
      openedAt: at.toISOString(),
      dueAt,
      ...limitOf(planned, at),
    }),
  );
  return {
    opened: tasks.map(openedTask),
    tasks,
    writes: tasks.map(taskWrite),
    change: { stage, openTasks: tasks.length },
  };
};

/**
 * The last edge before the agencies: 2 to 4 with stage 1's tasks, and run 1 of the approval state machine. Used by the step
 * that makes a dossier ready: acceptance where nothing is due, booking where a fee was.
 */
export const startProcessing = (
  meta: Meta,
  at: Date,
  limitOf: TaskLimit,
): {
  event: NewEvent;
  edge: { transition: 'startProcessing'; to: 'processing' };
  tasks: readonly Task[];
  writes: readonly ItemWrite[];
  change: Step['change'];
} => {
  const { opened, tasks, writes, change } = openStage(meta, 0, at, limitOf);
  const run = meta.run + 1;
  return {
    event: { type: 'dossier.processing-started', data: { run, opened: [...opened] } },
    edge: { transition: 'startProcessing', to: 'processing' },
    tasks,
    writes,
    change: { ...change, run },
  };
};
