import { answerPutOff, type PutOffDeps } from '../deadline/put-off-by-downtime.ts';
import type { DossierState } from '../ledger/dossier-state.ts';
import { supplementKey } from '../ledger/item-keys.ts';
import type { Meta } from '../ledger/meta.ts';
import { StoredSupplement } from '../ledger/supplement.ts';
import { timingOf } from '../ledger/task.ts';

/** Why a dossier takes no file for a document now. */
export type NoUpload =
  | { readonly kind: 'wrong-state'; readonly state: DossierState }
  /** The time to answer what was asked is over. */
  | { readonly kind: 'overdue'; readonly answerBy: string }
  | { readonly kind: 'not-needed' };

export type UploadLeave =
  /** `since`: from when on a file must have been announced, where the document was asked for anew. */
  { readonly kind: 'taken'; readonly since?: string } | NoUpload;

/**
 * A draft takes what its procedure asks for; later a dossier takes only what its applicant was asked for, until the answer or the end
 * of the time for it, what certified downtimes took of it added. Read after META, whose version guards it.
 */
export const uploadLeave = async (deps: PutOffDeps, meta: Meta, document: string, at: Date): Promise<UploadLeave> => {
  const { dossierId, state, documents, supplement } = meta;
  if (state === 'draft') return { kind: Object.hasOwn(documents, document) ? 'taken' : 'not-needed' };
  if (state !== 'supplement-requested' || !supplement || supplement.provided) return { kind: 'wrong-state', state };
  if (timingOf(at, supplement.answerBy) === 'AFTER') {
    const { answerBy } = (await answerPutOff(deps, meta)) ?? supplement;
    if (timingOf(at, answerBy) === 'AFTER') return { kind: 'overdue', answerBy };
  }
  const asked = StoredSupplement.parse(await deps.ledger.readItem(supplementKey(dossierId, supplement.n)));
  return asked.documents.includes(document) ? { kind: 'taken', since: asked.askedAt } : { kind: 'not-needed' };
};
