import { supplementKey } from '../ledger/item-keys.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { Sealed } from '../ledger/personal-data.ts';
import type { Supplement, SupplementStage } from '../ledger/supplement.ts';
import type { intakeTiming } from '../procedure/intake-timing.ts';

/** A request that may be made. */
export type Asking = {
  readonly n: number;
  readonly stage: SupplementStage;
  readonly at: Date;
  /** Account of the officer. */
  readonly by: string;
  readonly answerBy: string;
  readonly codes: readonly string[];
  readonly unavailable: readonly string[];
  readonly form?: true | undefined;
  readonly approver?: string | undefined;
  /** Before the acceptance: whether the officer asks in the time for that. */
  readonly timing?: ReturnType<typeof intakeTiming>;
  /** Its words. */
  readonly sealed: Sealed;
};

/** The state that a request leaves a dossier in. */
export const askedState = ({ n, stage, answerBy, form }: Pick<Asking, 'n' | 'stage' | 'answerBy' | 'form'>) => ({
  state: 'supplement-requested' as const,
  supplement: { n, stage, answerBy, ...(form && { form }) },
});

/** The request as it is kept, and the step that makes it, but for its deadline. Asked again before the acceptance, the state stays. */
export const supplementStep = (
  meta: Meta,
  { sealed, ...asking }: Asking,
): { readonly asked: Supplement } & Pick<Step, 'events' | 'change'> & { readonly writes: NonNullable<Step['writes']> } => {
  const { dossierId, dueAt, state, documents } = meta;
  const { n, stage, at, by, answerBy, codes, unavailable, form, approver } = asking;
  const told = {
    ...{ n, stage, answerBy, documents: [...codes] },
    ...(form && { form }),
    ...(approver !== undefined && { approver }),
    ...(unavailable.length > 0 && { unavailable: [...unavailable] }),
  };
  const asked: Supplement = {
    ...{ ...told, dossierId, askedAt: at.toISOString(), askedBy: by },
    ...(stage === 'appraisal' && { dueBefore: dueAt }),
  };
  const data = { ...told, ...(stage === 'intake' && { timing: asking.timing }) };
  const isAgain = state === 'supplement-requested';
  return {
    asked,
    events: [
      {
        event: { type: 'dossier.supplement-requested', data },
        ...(!isAgain && { edge: { transition: 'requestSupplement', to: 'supplement-requested' } }),
      },
    ],
    change: {
      supplement: askedState(asking).supplement,
      documents: { ...documents, ...Object.fromEntries(codes.map((code) => [code, 'expected' as const])) },
    },
    writes: [{ kind: 'put', key: supplementKey(dossierId, n), item: { ...asked, sealed } }],
  };
};
