import type { HistoryEvent } from '../ledger/history-event.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { readHistory } from '../ledger/read-history.ts';
import { openWords, type SaidWords } from '../ledger/words.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { type AskedSupplement, askedSupplements } from './asked-supplements.ts';
import { openRefusal, type Refusal } from './refusal.ts';
import { wordsForOwner } from './words-for-owner.ts';

export type ReadOwnDossierDeps = {
  readonly ledger: Ledger;
  readonly ownerIndex: Pick<OwnerIndex, 'all'>;
  readonly personalData: Pick<PersonalData, 'open'>;
  readonly procedures: Procedures;
};

export type ReadOwnDossierOutcome =
  | {
      readonly kind: 'found';
      readonly meta: Meta;
      readonly procedure: Procedure;
      readonly events: readonly HistoryEvent[];
      readonly refusal?: Refusal;
      readonly supplements: readonly AskedSupplement[];
      readonly words: readonly SaidWords[];
    }
  | { readonly kind: 'not-found' };

/** One of the caller's own dossiers with its history up to the state that is shown. */
export const readOwnDossier =
  ({ ledger, ownerIndex, personalData, procedures }: ReadOwnDossierDeps) =>
  async (pin: string, dossierId: string): Promise<ReadOwnDossierOutcome> => {
    const meta = await ledger.readMeta(dossierId);
    if (!meta || !(await ownerIndex.all(pin)).includes(meta.ownerKey)) return { kind: 'not-found' };
    const events = await readHistory(ledger, meta);
    const refusal = meta.state === 'not-accepted' ? await openRefusal(ledger, personalData, dossierId) : undefined;
    const wasAsked = events.some(({ type }) => type === 'dossier.supplement-requested');
    const supplements = wasAsked ? await askedSupplements(ledger, personalData, dossierId) : [];
    const spoken = events.some(({ type }) => wordsForOwner.some((one) => one === type));
    const words = spoken ? await openWords({ ledger, personalData }, dossierId, wordsForOwner) : [];
    return { kind: 'found', meta, procedure: procedureOf(procedures, meta), events, supplements, words, ...(refusal && { refusal }) };
  };
