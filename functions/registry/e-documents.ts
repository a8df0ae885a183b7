import type { EDocument } from '../platform/national-cell.ts';

/** A document in its owner's store: the owner stands there by HMAC only. */
export type StoredEDocument = Omit<EDocument, 'owner'> & { readonly ownerKey: string; readonly storedAt: string };

/** The owners' stores. */
export type EDocuments = {
  /** Stores a document once; `exists` gives the one that its code stands for already. */
  store(document: StoredEDocument): Promise<{ readonly kind: 'stored' } | { readonly kind: 'exists'; readonly jws: string }>;
};
