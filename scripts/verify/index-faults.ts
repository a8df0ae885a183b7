import { deadlineBucket, inboxPartition, inboxShard } from '../../functions/ledger/deadline-bucket.ts';
import { taskKey } from '../../functions/ledger/item-keys.ts';
import { difference } from './difference.ts';
import type { DossierItems } from './dossier-items.ts';

/** Attributes by which the sparse indexes find the dossier and its tasks: where they must stand, and nowhere else. */
export const indexFaults = ({ meta, tasks, stored }: DossierItems): string[] => {
  const { dossierId, agency, office, deadline, state } = meta;
  const shard = inboxShard(dossierId);
  const head = stored.get('META') ?? {};
  const inDeadlines = [head['deadlineKey'], head['deadlineAt'], head['deadlineKind']];
  return [
    ...(head['inboxKey'] === (state === 'new' ? inboxPartition(agency, office, shard) : undefined)
      ? []
      : [state === 'new' ? "is unanswered, but not in its office's inbox" : `is ${state}, but in an inbox`]),
    ...(state === 'new' && typeof head['inboxAt'] !== 'string' ? ['is in an inbox without a time'] : []),
    ...difference('the entry among the deadlines', inDeadlines, [deadline && deadlineBucket(deadline.at), deadline?.at, deadline?.kind]),
    ...tasks.flatMap((task) => {
      const item = stored.get(taskKey(dossierId, task.n).sk) ?? {};
      const open = task.state === 'open';
      const expected = open ? [inboxPartition(task.agency, task.office, shard), task.dueAt] : [undefined, undefined];
      if (item['inboxKey'] === expected[0] && item['inboxAt'] === expected[1]) return [];
      return [open ? `task ${task.n} is open, but not in its office's inbox` : `task ${task.n} is closed, but in an inbox`];
    }),
  ];
};
