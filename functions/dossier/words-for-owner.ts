import type { NewEvent } from '../ledger/history-event.ts';

/** Events whose words are for the owner to read; those of offices among themselves are not. */
export const wordsForOwner = [
  'dossier.withdrawal-requested',
  'dossier.withdrawal-refused',
  'dossier.stopped',
  'dossier.extended',
] as const satisfies readonly NewEvent['type'][];
