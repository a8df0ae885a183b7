import { inboxPartition, inboxShard } from './deadline-bucket.ts';
import type { Item } from './ledger.ts';
import type { Meta } from './meta.ts';

/**
 * What an office has to do about a dossier that is neither a submission to answer nor a task. Each is an item of its own in the office's
 * inbox, so that the other steps of the dossier need not state it again, as they must for META.
 */
export const errandKinds = ['WITHDRAWAL', 'EXTENSION', 'NUMBERING', 'HANDOVER', 'SURPLUS'] as const;
/** The sort key of an errand's item. */
export type ErrandKind = (typeof errandKinds)[number];

export const isErrand = (sk: string): sk is ErrandKind => errandKinds.some((kind) => kind === sk);

/** The attributes by which an errand stands in the inbox of an office, ordered by `at`; without them it stands in none. */
export const errandIn = (
  dossierId: string,
  { agency, office }: { readonly agency: string; readonly office: string },
  at: string,
): Item => ({
  inboxKey: inboxPartition(agency, office, inboxShard(dossierId)),
  inboxAt: at,
});

/** Whether the dossier still needs the errand: an item that stands in an inbox a moment too long is not shown. */
export const needsErrand = (kind: ErrandKind, { state, awaiting, apology }: Meta): boolean => {
  switch (kind) {
    case 'WITHDRAWAL':
      return state === 'withdrawal-requested';
    case 'EXTENSION':
      return apology === 'DRAFTED';
    case 'NUMBERING':
      return state === 'processing' && awaiting === 'NUMBER';
    case 'HANDOVER':
      return state === 'processed';
    // Nothing of the dossier's own life ends it.
    case 'SURPLUS':
      return true;
  }
};
