import type { Meta } from '../ledger/meta.ts';
import { freeDocumentCode } from '../ledger/supplement.ts';
import type { Procedure } from '../procedure/procedure.ts';

/** One thing that is asked for: a document of the procedure again or more legible, or something in words alone. */
export type AskedItem = { readonly document?: string | undefined; readonly what: string };

/** Why a document may not be asked for: the state holds it, or the procedure knows nothing of it. */
export type NotNeeded = { readonly kind: 'not-needed'; readonly document: string };

export type AskedDocuments = {
  readonly kind: 'asked';
  /** In the order of the items; what was asked for in words has a code of the request's own. */
  readonly codes: readonly string[];
  /** Registries that gave no answer, where that alone allows one of the documents. */
  readonly unavailable: readonly string[];
};

const silentRegistries = ({ findings }: Pick<Meta, 'findings'>): string[] =>
  Object.entries(findings)
    .filter(([, finding]) => finding === 'unavailable')
    .map(([registry]) => registry)
    .sort();

/**
 * The documents that request `n` asks for. What the dossier needs, or was asked for before, may be asked for anew; what the state holds
 * may not, unless a registry gave no answer (design, invariant 7).
 */
export const askedDocuments = (
  procedure: Procedure,
  meta: Pick<Meta, 'documents' | 'findings'>,
  n: number,
  items: readonly AskedItem[],
): AskedDocuments | NotNeeded => {
  const silent = silentRegistries(meta);
  const codes = items.map(({ document }, index) => document ?? freeDocumentCode(n, index + 1));
  const beyond = items.flatMap(({ document }) => (document && !Object.hasOwn(meta.documents, document) ? [document] : []));
  const refused = beyond.find((code) => silent.length === 0 || !procedure.documents.some((row) => row.code === code));
  if (refused) return { kind: 'not-needed', document: refused };
  return { kind: 'asked', codes, unavailable: beyond.length > 0 ? silent : [] };
};
