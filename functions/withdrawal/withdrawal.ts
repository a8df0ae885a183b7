import * as z from 'zod';
import { errandIn } from '../ledger/errand.ts';
import { errandKey } from '../ledger/item-keys.ts';
import type { ItemWrite } from '../ledger/ledger.ts';
import { Instant, type Meta } from '../ledger/meta.ts';

/** The errand of a request to withdraw (item `WITHDRAWAL`); a later request replaces it. */
export const Withdrawal = z.object({ requestedAt: Instant });

/**
 * Writes the errand: in its office's inbox by the time of the request, oldest first, and in none once
 * it is answered.
 */
export const withdrawalWrite = (
  { dossierId, agency, office }: Pick<Meta, 'dossierId' | 'agency' | 'office'>,
  requestedAt: string,
  isOpen: boolean,
): ItemWrite => ({
  kind: 'put',
  key: errandKey(dossierId, 'WITHDRAWAL'),
  item: { dossierId, requestedAt, ...(isOpen && errandIn(dossierId, { agency, office }, requestedAt)) },
});
