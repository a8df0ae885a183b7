import type { Ledger } from '../ledger/ledger.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { openResult, type ResultPayload } from './result.ts';
import { payloadOf } from './signed-result.ts';

export type ReadOwnResultDeps = {
  readonly ledger: Pick<Ledger, 'readMeta' | 'readItem'>;
  readonly ownerIndex: OwnerIndex;
  readonly personalData: Pick<PersonalData, 'open'>;
};

export type ReadOwnResultOutcome =
  | { readonly kind: 'found'; readonly jws: string; readonly payload: ResultPayload }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'no-result' };

/** The signed result of an own dossier, as soon as it is concluded. */
export const readOwnResult =
  ({ ledger, ownerIndex, personalData }: ReadOwnResultDeps) =>
  async (pin: string, dossierId: string): Promise<ReadOwnResultOutcome> => {
    const meta = await ledger.readMeta(dossierId);
    if (!meta || !(await ownerIndex.all(pin)).includes(meta.ownerKey)) return { kind: 'not-found' };
    const jws = await openResult({ ledger, personalData }, dossierId);
    return jws ? { kind: 'found', jws, payload: payloadOf(jws) } : { kind: 'no-result' };
  };
