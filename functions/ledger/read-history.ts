import { HistoryEvent } from './history-event.ts';
import type { Ledger } from './ledger.ts';
import type { Meta } from './meta.ts';

/** The history of a dossier, oldest event first, up to the state that META has: steps that were written since it was read are left out. */
export const readHistory = async (
  ledger: Pick<Ledger, 'list'>,
  { dossierId, n: newest }: Pick<Meta, 'dossierId' | 'n'>,
): Promise<readonly HistoryEvent[]> =>
  (await ledger.list(dossierId, 'EVENT#')).map((item) => HistoryEvent.parse(item)).filter(({ n }) => n <= newest);
