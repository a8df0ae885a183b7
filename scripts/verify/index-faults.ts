import { deadlineBucket, inboxPartition, inboxShard } from '../../functions/ledger/deadline-bucket.ts';
import { type ErrandKind, errandKinds } from '../../functions/ledger/errand.ts';
import { taskKey } from '../../functions/ledger/item-keys.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { officeByCode } from '../../functions/procedure/offices.ts';
import { difference } from './difference.ts';
import type { DossierItems } from './dossier-items.ts';

/** Whether somebody has to do this about the dossier: said here apart from the product's own rule, to judge it. */
const isErrandOpen = (
  kind: ErrandKind,
  { meta: { state, awaiting, apology, delivery }, payments }: Pick<DossierItems, 'meta' | 'payments'>,
): boolean =>
  ({
    WITHDRAWAL: state === 'withdrawal-requested',
    EXTENSION: apology === 'DRAFTED',
    NUMBERING: awaiting === 'NUMBER',
    HANDOVER: state === 'processed' && delivery !== undefined,
    SURPLUS: payments.some(({ surplus }) => surplus),
  })[kind];

/** Agency and office that have to do it. */
const errandPlace = (kind: ErrandKind, { agency, office, receivedOffice }: Meta): [agency: string, office: string] =>
  kind === 'HANDOVER' && receivedOffice ? [officeByCode(receivedOffice)?.agency ?? agency, receivedOffice] : [agency, office];

/** Attributes by which the sparse indexes find the dossier and its tasks: where they must stand, and nowhere else. */
export const indexFaults = ({ meta, tasks, payments, stored }: DossierItems): string[] => {
  const { dossierId, agency, office, deadline, state } = meta;
  const shard = inboxShard(dossierId);
  const head = stored.get('META') ?? {};
  // A submission, and the answer to an intake supplement.
  const unanswered = state === 'new' || (state === 'supplement-requested' && meta.supplement?.provided !== undefined);
  const inDeadlines = [head['deadlineKey'], head['deadlineAt'], head['deadlineKind']];
  return [
    ...(head['inboxKey'] === (unanswered ? inboxPartition(agency, office, shard) : undefined)
      ? []
      : [unanswered ? "is unanswered, but not in its office's inbox" : `is ${state}, but in an inbox`]),
    ...(unanswered && typeof head['inboxAt'] !== 'string' ? ['is in an inbox without a time'] : []),
    ...difference('the entry among the deadlines', inDeadlines, [deadline && deadlineBucket(deadline.at), deadline?.at, deadline?.kind]),
    ...tasks.flatMap((task) => {
      const item = stored.get(taskKey(dossierId, task.n).sk) ?? {};
      const waits = task.state === 'open' || task.state === 'sent-back';
      const holder = task.state === 'sent-back' ? meta : task;
      const expected = waits ? [inboxPartition(holder.agency, holder.office, shard), task.dueAt] : [undefined, undefined];
      if (item['inboxKey'] === expected[0] && item['inboxAt'] === expected[1]) return [];
      return [
        waits ? `task ${task.n} is ${task.state}, but not in its office's inbox` : `task ${task.n} is ${task.state}, but in an inbox`,
      ];
    }),
    ...errandKinds.flatMap((kind) => {
      const place = stored.get(kind)?.['inboxKey'];
      const expected = isErrandOpen(kind, { meta, payments }) ? inboxPartition(...errandPlace(kind, meta), shard) : undefined;
      if (place === expected) return [];
      return [expected ? `${kind} is to be done, but not in its office's inbox` : `${kind} is not to be done, but in an inbox`];
    }),
  ];
};
