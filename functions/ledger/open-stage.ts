import { inboxPartition, inboxShard } from './deadline-bucket.ts';
import type { NewEvent, OpenedTask } from './history-event.ts';
import { taskKey } from './item-keys.ts';
import type { ItemWrite, Step } from './ledger.ts';
import type { Meta } from './meta.ts';
import { type Task, taskIdOf } from './task.ts';

export type OpenedStage = {
  readonly opened: readonly OpenedTask[];
  readonly writes: readonly ItemWrite[];
  readonly change: { readonly stage: number; readonly openTasks: number };
};

/** The item of a task as stored: open ones stand in their office's inbox by due time, closed ones do not. */
export const taskWrite = (task: Task): ItemWrite => ({
  kind: 'put',
  key: taskKey(task.dossierId, task.n),
  item: {
    ...task,
    ...(task.state === 'open' && { inboxKey: inboxPartition(task.agency, task.office, inboxShard(task.dossierId)), inboxAt: task.dueAt }),
  },
});

/** What opening stage `stage` of a dossier's plan writes; the step that opens it puts this into its own transaction. */
export const openStage = (meta: Meta, stage: number, at: Date): OpenedStage => {
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
    }),
  );
  return {
    opened: tasks.map(({ taskId, kind, role, agency, office }) => ({ taskId, kind, role, agency, office, dueAt })),
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
): { event: NewEvent; edge: { transition: 'startProcessing'; to: 'processing' }; writes: readonly ItemWrite[]; change: Step['change'] } => {
  const { opened, writes, change } = openStage(meta, 0, at);
  const run = meta.run + 1;
  return {
    event: { type: 'dossier.processing-started', data: { run, opened: [...opened] } },
    edge: { transition: 'startProcessing', to: 'processing' },
    writes,
    change: { ...change, run },
  };
};
