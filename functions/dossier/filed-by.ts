import { type HistoryEvent, historyEvents } from '../ledger/history-event.ts';

/** Who has entered a dossier, by the first event of its history. */
export const filedBy = ([first]: readonly HistoryEvent[]): 'OWNER' | 'OFFICER' | 'OTHER_SYSTEM' => {
  if (first?.type !== 'dossier.drafted') throw new Error('a history begins with the draft');
  if (first.by.kind === 'owner') return 'OWNER';
  return historyEvents['dossier.drafted'].parse(first.data).source ? 'OTHER_SYSTEM' : 'OFFICER';
};
