import { codePointerKey } from '../ledger/item-keys.ts';
import type { Item, Ledger } from '../ledger/ledger.ts';

/** Why a code that was drawn stands for no dossier. */
export type VoidReason =
  /** The same draft was submitted by another request at the same moment, and has the code of that one. */
  | 'SUBMITTED_MEANWHILE'
  /** Others kept moving the dossier; the next submission draws a number of its own. */
  | 'DOSSIER_BUSY';

/**
 * Explains a hole in the sequence of codes, under the code itself. Only for a code that no step is writing any more: where the answer to a
 * write was lost for good, the code may still come to stand for its dossier, and this must not be called. A dossier that was imported with
 * the code meanwhile keeps it.
 */
export const voidCode = (ledger: Pick<Ledger, 'createItem'>, code: string, reason: VoidReason, at: Date): Promise<void> =>
  ledger.createItem(codePointerKey(code), { voided: reason, at: at.toISOString() } satisfies Item);
