import { isDeepStrictEqual } from 'node:util';
import type { Calendars } from '../calendar/calendars.ts';
import { answerPutOff } from '../deadline/put-off-by-downtime.ts';
import type { ClockEventsDeps } from '../deadline/read-clock-events.ts';
import type { DossierState } from '../ledger/dossier-state.ts';
import { type Filing, openFiling, sealFiling } from '../ledger/filing.ts';
import type { IdentityProof } from '../ledger/identity-proof.ts';
import { formKey, supplementKey } from '../ledger/item-keys.ts';
import type { Item, ItemWrite } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import { actorOf, bringsIn, type Party } from '../ledger/party.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { StoredSupplement, type Supplement } from '../ledger/supplement.ts';
import { type Decided, type StepDeps, takePlainStep } from '../ledger/take-step.ts';
import { timingOf } from '../ledger/task.ts';
import type { Clock } from '../platform/clock.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { backToAppraisal, backToIntake } from './after-answer.ts';
import { type CorrectedForm, correctedForm } from './corrected-form.ts';

export type ProvideSupplementDeps = StepDeps & {
  readonly downtimes: ClockEventsDeps['downtimes'];
  readonly ownerIndex: Pick<OwnerIndex, 'all'>;
  readonly personalData: PersonalData;
  readonly procedures: Procedures;
  readonly calendars: Calendars;
  readonly clock: Clock;
};

export type ProvideSupplementInput = {
  readonly party: Party;
  readonly dossierId: string;
  readonly n: number;
  readonly form?: Record<string, unknown> | undefined;
  /** How an officer verified the person who gave the answer. */
  readonly identityVerifiedBy?: IdentityProof | undefined;
  readonly cause: string;
};

type Refusal =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'supplement-not-found' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState }
  | { readonly kind: 'overdue'; readonly answerBy: string }
  | { readonly kind: 'incomplete'; readonly documents: readonly string[]; readonly form: boolean }
  /** It was answered before, with another form. */
  | { readonly kind: 'answered' }
  | { readonly kind: 'form-not-asked' }
  /** At the counter nobody answers for a dossier without being verified, as nobody files one. */
  | { readonly kind: 'identity-unsaid' }
  | Exclude<CorrectedForm, { kind: 'valid' }>;

export type ProvideSupplementOutcome =
  | { readonly kind: 'provided'; readonly supplement: Supplement; readonly providedAt: string; readonly state: DossierState }
  | Refusal;

type Answered = {
  readonly kind: 'answered-before';
  readonly supplement: Supplement;
  readonly providedAt: string;
  readonly state: DossierState;
};

/**
 * The answer to a request, of the applicant or of the office that entered the dossier for a person: every document is uploaded, and the
 * form corrected where that was asked. It holds through the
 * minute until which there was time. Answering again answers the same.
 */
export const provideSupplement = (deps: ProvideSupplementDeps) => {
  const { ledger, ownerIndex, personalData, procedures, clock } = deps;

  /** A request that was answered: the same answer again changes nothing. */
  const again = async (meta: Meta, supplement: StoredSupplement, providedAt: string, form: unknown): Promise<Answered | Refusal> => {
    if (form !== undefined) {
      const { formVersion, dossierId } = supplement;
      if (!formVersion) return { kind: 'answered' };
      const filed = await openFiling(ledger, personalData, { dossierId, formVersion });
      const checked = correctedForm(procedureOf(procedures, meta), meta, filed.form, form);
      if (checked.kind !== 'valid' || !isDeepStrictEqual(filed.form, checked.form)) return { kind: 'answered' };
    }
    return { kind: 'answered-before', supplement, providedAt, state: meta.state };
  };

  return async ({ party, dossierId, n, form, identityVerifiedBy, cause }: ProvideSupplementInput): Promise<ProvideSupplementOutcome> => {
    const owns = await bringsIn(ownerIndex, party);
    let provided: Supplement | undefined;
    let sealed: Item | undefined;

    /** The corrected form as an item, sealed once however often the step is decided anew. */
    const correct = async (meta: Meta): Promise<{ readonly writes: readonly ItemWrite[]; readonly formVersion?: number } | Refusal> => {
      if (form === undefined) return { writes: [] };
      const filed: Filing = await openFiling(ledger, personalData, meta);
      const checked = correctedForm(procedureOf(procedures, meta), meta, filed.form, form);
      if (checked.kind !== 'valid') return checked;
      sealed ??= await sealFiling(personalData, dossierId, { ...filed, form: checked.form });
      const formVersion = (meta.formVersion ?? 1) + 1;
      return { writes: [{ kind: 'put', key: formKey(dossierId, formVersion), item: sealed }], formVersion };
    };

    const decide = async (meta: Meta): Promise<Decided<Answered | Refusal>> => {
      if (!owns(meta)) return { outcome: { kind: 'not-found' } };
      const item = await ledger.readItem(supplementKey(dossierId, n));
      if (!item) return { outcome: { kind: 'supplement-not-found' } };
      const stored = StoredSupplement.parse(item);
      if (stored.providedAt) return { outcome: await again(meta, stored, stored.providedAt, form) };
      if (meta.state !== 'supplement-requested' || meta.supplement?.n !== n) return { outcome: { kind: 'wrong-state', state: meta.state } };
      if (party.kind === 'officer' && meta.channel === 'counter' && !identityVerifiedBy) return { outcome: { kind: 'identity-unsaid' } };
      const at = clock.now();
      // Nobody could answer while the cell was down; the step tells it first.
      const later = timingOf(at, stored.answerBy) === 'AFTER' ? await answerPutOff(deps, meta) : undefined;
      const asked = later?.asked ?? stored;
      if (timingOf(at, asked.answerBy) === 'AFTER') return { outcome: { kind: 'overdue', answerBy: asked.answerBy } };
      if (form !== undefined && !asked.form) return { outcome: { kind: 'form-not-asked' } };
      const missing = asked.documents.filter((code) => meta.documents[code] !== 'uploaded');
      const lacksForm = asked.form === true && form === undefined;
      if (missing.length > 0 || lacksForm) return { outcome: { kind: 'incomplete', documents: missing, form: lacksForm } };
      const corrected = await correct(meta);
      if ('kind' in corrected) return { outcome: corrected };

      const { writes, ...version } = corrected;
      const answer = { n, at, ...version, ...(identityVerifiedBy && { identityVerifiedBy }) };
      const standing: Meta = { ...meta, ...later?.change };
      const after =
        asked.stage === 'intake' ? backToIntake(deps.calendars, standing, answer) : await backToAppraisal(deps, standing, answer);
      const dueAfter = asked.stage === 'appraisal' && after.change.dueAt;
      provided = { ...asked, providedAt: at.toISOString(), ...version, ...(dueAfter && { dueAfter }) };
      return {
        step: {
          ...{ at, by: actorOf(party), cause, events: [...(later ? [{ event: later.event }] : []), ...after.events], index: after.index },
          change: { ...after.change, ...version },
          writes: [{ kind: 'put', key: supplementKey(dossierId, n), item: { ...provided } }, ...writes, ...after.writes],
        },
      };
    };

    const done = await takePlainStep(deps)(dossierId, decide);
    switch (done.kind) {
      case 'taken':
        if (!provided?.providedAt) throw new Error('a step was taken that answered nothing');
        return { kind: 'provided', supplement: provided, providedAt: provided.providedAt, state: done.meta.state };
      case 'answered-before':
        return { ...done, kind: 'provided' };
      default:
        return done;
    }
  };
};
