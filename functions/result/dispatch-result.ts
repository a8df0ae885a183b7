import type { DossierState } from '../ledger/dossier-state.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { type StepDeps, takePlainStep } from '../ledger/take-step.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { handoverWrite, mayHandOver, readHandover } from './handover.ts';

export type DispatchResultDeps = StepDeps & { readonly ledger: Ledger; readonly clock: Clock };

export type DispatchResultInput = {
  readonly caller: Pick<Staff, 'sub' | 'office'>;
  readonly dossierId: string;
  readonly parcel: string;
  readonly cause: string;
};

export type DispatchResultOutcome =
  | { readonly kind: 'dispatched'; readonly meta: Meta; readonly dispatchedAt: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState }
  /** The result reaches the person in another way. */
  | { readonly kind: 'other-delivery'; readonly delivery: 'ONLINE' | 'COUNTER' };

/**
 * Records that the post has a result. The same parcel again changes nothing; another one is a second dispatch, when the first was lost
 * on its way.
 */
export const dispatchResult =
  (deps: DispatchResultDeps) =>
  async ({ caller: { sub, office }, dossierId, parcel, cause }: DispatchResultInput): Promise<DispatchResultOutcome> => {
    const { ledger, clock } = deps;
    let dispatchedAt = '';

    const taken = await takePlainStep(deps)<DispatchResultOutcome>(dossierId, async (meta) => {
      if (!mayHandOver(meta, office) || meta.state === 'draft') return { outcome: { kind: 'not-found' } };
      if (meta.state !== 'processed') return { outcome: { kind: 'wrong-state', state: meta.state } };
      if (meta.delivery !== 'POST') return { outcome: { kind: 'other-delivery', delivery: meta.delivery ?? 'ONLINE' } };
      const handover = await readHandover(ledger, dossierId);
      if (!handover) throw new Error(`dossier ${dossierId} was concluded without a hand-over`);
      if (handover.parcel === parcel && handover.dispatchedAt)
        return { outcome: { kind: 'dispatched', meta, dispatchedAt: handover.dispatchedAt } };
      const at = clock.now();
      dispatchedAt = at.toISOString();
      return {
        step: {
          at,
          by: { kind: 'staff', id: sub },
          cause,
          events: [{ event: { type: 'dossier.result-dispatched', data: { parcel } } }],
          change: {},
          writes: [handoverWrite(meta, { ...handover, parcel, dispatchedAt })],
        },
      };
    });

    switch (taken.kind) {
      case 'taken':
        return { kind: 'dispatched', meta: taken.meta, dispatchedAt };
      default:
        return taken;
    }
  };
