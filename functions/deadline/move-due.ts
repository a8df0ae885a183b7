import type { NewEvent } from '../ledger/history-event.ts';
import type { ItemWrite } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { type Task, timingOf } from '../ledger/task.ts';
import type { DossierClock } from './dossier-clock.ts';
import { moveTasks } from './move-tasks.ts';

export type MovedDue = {
  readonly event: NewEvent;
  readonly dueAt: string;
  /** The tasks as the step leaves them. */
  readonly tasks: readonly Task[];
  readonly writes: readonly ItemWrite[];
};

/**
 * The due time put off because the clock stood still meanwhile, for the tasks that wait as well; undefined when it stands. It never moves
 * back by itself: what an applicant was told is kept.
 */
export const moveDue = (
  meta: Pick<Meta, 'dueAt'>,
  clock: DossierClock,
  tasks: readonly Task[],
  reason: 'CERTIFIED_DOWNTIME' | 'FEE' | 'CALENDAR',
): MovedDue | undefined => {
  const { dueAt: from } = meta;
  if (clock.kind !== 'running' || !from) return undefined;
  const dueAt = clock.dueAt.toISOString();
  if (dueAt <= from) return undefined;
  const { tasks: standing, told, writes } = moveTasks(tasks, dueAt);
  return { event: { type: 'dossier.due-moved', data: { from, dueAt, reason, ...told } }, dueAt, tasks: standing, writes };
};

/**
 * That a due time to which a step moves has passed as well: the step tells it itself, because the sweep looks only for what is still to
 * come.
 */
export const passedToo = (dueAt: string, at: Date): readonly NewEvent[] =>
  timingOf(at, dueAt) === 'AFTER' ? [{ type: 'dossier.deadline-passed', data: { deadline: 'processing', dueAt } }] : [];
