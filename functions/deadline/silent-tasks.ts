import type { NewEvent } from '../ledger/history-event.ts';
import type { ItemWrite } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { type OpenedStage, openStage, type TaskLimit, taskWrite } from '../ledger/open-stage.ts';
import type { Task } from '../ledger/task.ts';

/** Who answers when nobody does: the law. */
const BY_SILENCE = 'silence';

export type SilentTasks = {
  readonly events: readonly NewEvent[];
  readonly change: Partial<OpenedStage['change']>;
  /** All tasks as the step leaves them. */
  readonly tasks: readonly Task[];
  readonly writes: readonly ItemWrite[];
};

/**
 * Closes the tasks whose agencies were silent until `dueAt`, as agreed; the last answer of a stage opens the next one, unless a
 * competent agency has refused. `tasks`: all of the dossier.
 */
export const closeSilent = (meta: Meta, tasks: readonly Task[], dueAt: string, at: Date, limitOf: TaskLimit): SilentTasks => {
  const closedAt = at.toISOString();
  const silent = tasks.filter((task) => task.state === 'open' && task.silence && task.dueAt <= dueAt);
  const closed = silent.map((task): Task => ({ ...task, state: 'closed', answer: 'POSITIVE', closedBy: BY_SILENCE, closedAt }));
  const standing = tasks.map((task) => closed.find(({ n }) => n === task.n) ?? task);
  const openTasks = meta.openTasks - closed.length;
  const isRefused = standing.some(({ answer }) => answer === 'REFUSE');
  const next = openTasks === 0 && !isRefused && meta.stages[meta.stage + 1] ? openStage(meta, meta.stage + 1, at, limitOf) : undefined;
  return {
    events: closed.map(({ taskId, agency, dueAt: until, silence }, index) => ({
      type: 'task.silent',
      data: {
        ...{ taskId, agency, dueAt: until, legalBasis: silence ?? '' },
        ...(next && index === closed.length - 1 && { opened: [...next.opened] }),
      },
    })),
    change: next?.change ?? { openTasks },
    tasks: [...standing, ...(next?.tasks ?? [])],
    writes: [...closed.map(taskWrite), ...(next?.writes ?? [])],
  };
};
