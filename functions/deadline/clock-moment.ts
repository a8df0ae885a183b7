import { supplementKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { Supplement } from '../ledger/supplement.ts';

/**
 * The moment that counts for what happens at `at` to a dossier: while its applicant is asked to complete it, the clock stands still (or
 * begins anew) from the request on, so that who answers meanwhile is not late by the time of waiting. Read after META.
 */
export const clockMoment = async (
  ledger: Pick<Ledger, 'readItem'>,
  { dossierId, supplement }: Pick<Meta, 'dossierId' | 'supplement'>,
  at: Date,
): Promise<Date> => {
  if (supplement?.stage !== 'appraisal') return at;
  const { askedAt } = Supplement.parse(await ledger.readItem(supplementKey(dossierId, supplement.n)));
  const since = new Date(askedAt);
  return since < at ? since : at;
};
