import type { HistoryEventType } from '../ledger/history-event.ts';

/**
 * Facts after which a dossier may count otherwise in form II.06. Of a dossier that is done in time there are two, its acceptance and
 * its end; the others are rare.
 */
export const countedFacts = [
  'dossier.accepted',
  'dossier.supplement-requested',
  'dossier.deadline-passed',
  'dossier.extended',
  'dossier.due-moved',
  'dossier.transferred',
  'dossier.concluded',
  'dossier.stopped',
] as const satisfies readonly HistoryEventType[];
