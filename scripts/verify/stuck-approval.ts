import { isPending } from '../../functions/ledger/task.ts';
import { needsExecution } from '../../functions/task/approval-machine.ts';
import type { DossierItems } from './dossier-items.ts';

/**
 * Longer than a running execution takes for what it does by itself: the functions that hold a token and that conclude are repeated for
 * some nine minutes (state-machines/approval.asl.json), and then it fails. Milliseconds.
 */
const MOMENT_MS = 15 * 60_000;

/**
 * Why a dossier whose execution runs will not be moved on by it: the execution waits with a token that the table does not hold. What
 * happened less than 15 minutes before `now` may be under way still and is not told. @returns undefined when all is well
 */
export const stuckApproval = ({ meta, events, tasks, tokens }: DossierItems, now: Date): string | undefined => {
  if (!needsExecution(meta)) return undefined;
  const isLong = (since: string): boolean => now.getTime() - Date.parse(since) > MOMENT_MS;
  const ordered = events.findLast(({ type }) => type === 'dossier.processing-started' || type === 'dossier.execution-restarted')?.at ?? '';
  // The run that was ordered last has to come to its tasks first.
  if (!isLong(ordered)) return undefined;

  const held = new Set(tokens.map(({ taskId }) => taskId));
  const bare = tasks.find((task) => isPending(task) && !held.has(task.taskId) && isLong(task.openedAt));
  if (bare) return `its execution runs, but no token is held for ${bare.taskId}`;

  const answers = tasks.flatMap(({ closedAt }) => closedAt ?? []).sort();
  const newest = answers.at(-1);
  if (meta.state !== 'processing' || meta.openTasks > 0 || !newest || !isLong(newest)) return undefined;
  return `it was decided at ${newest}, and its execution still runs`;
};
