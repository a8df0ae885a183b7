import type { DossierState } from '../ledger/dossier-state.ts';
import { refusalKey } from '../ledger/item-keys.ts';
import type { Meta } from '../ledger/meta.ts';
import { type Decided, type StepDeps, takeStep } from '../ledger/take-step.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Refusal } from './refusal.ts';
import { isOfOffice } from './staff-dossier.ts';

export type RefuseDossierDeps = StepDeps & { readonly clock: Clock };

export type RefuseDossierInput = {
  readonly caller: Staff;
  readonly dossierId: string;
  readonly reason: string;
  readonly legalBasis: string;
  readonly cause: string;
};

export type RefuseDossierOutcome =
  | { readonly kind: 'refused-intake'; readonly meta: Meta }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState };

/** What the event says of the reason: the words are free text and stay in the item. */
const REASON_REFERENCE = 'REFUSAL';

/** Does not accept a submission; the owner can read why. */
export const refuseDossier =
  (deps: RefuseDossierDeps) =>
  async ({ caller, dossierId, reason, legalBasis, cause }: RefuseDossierInput): Promise<RefuseDossierOutcome> => {
    const decide = (meta: Meta): Decided<Exclude<RefuseDossierOutcome, { kind: 'refused-intake' }>> => {
      if (!isOfOffice(meta, caller)) return { outcome: { kind: 'not-found' } };
      if (meta.state !== 'new') return { outcome: { kind: 'wrong-state', state: meta.state } };
      const at = deps.clock.now();
      return {
        step: {
          at,
          by: { kind: 'staff', id: caller.sub },
          cause,
          events: [
            {
              event: { type: 'dossier.not-accepted', data: { reason: REASON_REFERENCE, legalBasis } },
              edge: { transition: 'refuseIntake', to: 'not-accepted' },
            },
          ],
          change: { deadline: undefined },
          writes: [{ kind: 'put', key: refusalKey(dossierId), item: { reason, legalBasis, at: at.toISOString() } satisfies Refusal }],
        },
      };
    };

    const done = await takeStep(deps)(dossierId, decide);
    switch (done.kind) {
      case 'taken':
        return { kind: 'refused-intake', meta: done.meta };
      case 'refused':
        throw new Error(`refusal of ${dossierId} was refused: ${done.by}`);
      default:
        return done;
    }
  };
