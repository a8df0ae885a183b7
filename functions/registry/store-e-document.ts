import type { OwnerIndex } from '../ledger/owner-index.ts';
import type { Clock } from '../platform/clock.ts';
import type { EDocument } from '../platform/national-cell.ts';
import type { EDocuments } from './e-documents.ts';

export type StoreEDocumentDeps = { readonly documents: EDocuments; readonly ownerIndex: OwnerIndex; readonly clock: Clock };

/** Puts a signed result into its owner's store. The same document again changes nothing; another one under its code is refused. */
export const storeEDocument =
  ({ documents, ownerIndex, clock }: StoreEDocumentDeps) =>
  async ({ owner, ...document }: EDocument): Promise<{ readonly kind: 'stored' } | { readonly kind: 'conflict' }> => {
    const ownerKey = await ownerIndex.current(owner.pin);
    const stored = await documents.store({ ...document, ownerKey, storedAt: clock.now().toISOString() });
    if (stored.kind === 'exists' && stored.jws !== document.jws) return { kind: 'conflict' };
    return { kind: 'stored' };
  };
