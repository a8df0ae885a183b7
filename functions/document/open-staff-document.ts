import type { Ledger } from '../ledger/ledger.ts';
import { partOf } from '../ledger/office-of-dossier.ts';
import type { Staff } from '../platform/caller.ts';
import { type DocumentLinkDeps, type DocumentLinkOutcome, documentLink } from './document-link.ts';

export type OpenStaffDocumentDeps = Omit<DocumentLinkDeps, 'ledger'> & {
  readonly ledger: DocumentLinkDeps['ledger'] & Pick<Ledger, 'readMeta'>;
};

export type OpenStaffDocumentInput = {
  readonly officer: Pick<Staff, 'sub' | 'office'>;
  readonly dossierId: string;
  readonly document: string;
};

export type OpenStaffDocumentOutcome = DocumentLinkOutcome | { readonly kind: 'not-found' };

/** Gives an officer a link to a document of a dossier that the officer's office has a part in. The owner can see that it was given. */
export const openStaffDocument = (deps: OpenStaffDocumentDeps) => {
  const linkTo = documentLink(deps);

  return async ({ officer, dossierId, document }: OpenStaffDocumentInput): Promise<OpenStaffDocumentOutcome> => {
    const meta = await deps.ledger.readMeta(dossierId);
    if (!meta || !partOf(meta, officer)) return { kind: 'not-found' };
    return linkTo({ dossierId, document, by: { kind: 'staff', id: officer.sub } });
  };
};
