import type { Meta } from '../ledger/meta.ts';
import { documentsNeeded } from './facts.ts';
import type { DocumentRow, Procedure } from './procedure.ts';

/** What somebody who files for another person must hand in, whatever the procedure (domain notes, rules.md 1.1: delegation). */
export const AUTHORISATION: DocumentRow = {
  code: 'AUTHORISATION',
  name: { vi: 'Văn bản ủy quyền hoặc giấy tờ chứng minh người đại diện', en: 'Power of attorney or proof of being the representative' },
  kind: 'DOCUMENT',
};

/** The documents that a dossier is asked for by its procedure, and for being filed by somebody else than its owner. */
export const documentsAsked = (procedure: Procedure, { facts, documents }: Pick<Meta, 'facts' | 'documents'>): readonly DocumentRow[] => [
  ...documentsNeeded(procedure, facts),
  ...(Object.hasOwn(documents, AUTHORISATION.code) ? [AUTHORISATION] : []),
];
