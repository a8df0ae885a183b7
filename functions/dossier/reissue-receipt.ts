import type { DossierState } from '../ledger/dossier-state.ts';
import type { Meta } from '../ledger/meta.ts';
import { takesIn } from '../ledger/office-of-dossier.ts';
import { type Decided, type StepDeps, takeStep } from '../ledger/take-step.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { TRACKING_SECRET_BYTES, trackingHash } from './tracking-secret.ts';

export type ReissueReceiptDeps = StepDeps & { readonly ids: Pick<Ids, 'code'>; readonly clock: Clock };

export type ReissueReceiptInput = { readonly caller: Staff; readonly dossierId: string; readonly cause: string };

export type ReissueReceiptOutcome =
  /** `trackingSecret` is known here only: the dossier keeps its hash. */
  | { readonly kind: 'reissued'; readonly meta: Meta; readonly trackingSecret: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState };

/** States in which an accepted dossier is still under way; the first three of them a dossier also enters before its acceptance. */
const underWay: readonly DossierState[] = ['supplement-requested', 'payment-requested', 'withdrawal-requested', 'accepted', 'processing'];

/**
 * Issues the receipt of an accepted dossier again, for an applicant who lost it or whose acceptance was answered into the void. The
 * secret is a new one each time, and the one before it opens nothing any more.
 */
export const reissueReceipt =
  (deps: ReissueReceiptDeps) =>
  async ({ caller, dossierId, cause }: ReissueReceiptInput): Promise<ReissueReceiptOutcome> => {
    const trackingSecret = deps.ids.code(TRACKING_SECRET_BYTES);

    const decide = (meta: Meta): Decided<Exclude<ReissueReceiptOutcome, { kind: 'reissued' }>> => {
      if (!takesIn(meta, caller)) return { outcome: { kind: 'not-found' } };
      if (!meta.acceptedAt || !underWay.includes(meta.state)) return { outcome: { kind: 'wrong-state', state: meta.state } };
      return {
        step: {
          at: deps.clock.now(),
          by: { kind: 'staff', id: caller.sub },
          cause,
          events: [{ event: { type: 'dossier.receipt-reissued', data: { office: meta.office } } }],
          change: { trackingHash: trackingHash(trackingSecret) },
        },
      };
    };

    const done = await takeStep(deps)(dossierId, decide);
    switch (done.kind) {
      case 'taken':
        return { kind: 'reissued', meta: done.meta, trackingSecret };
      case 'refused':
        throw new Error(`the receipt of ${dossierId} was refused: ${done.by}`);
      default:
        return done;
    }
  };
