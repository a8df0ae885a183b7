import type { DossierState } from '../ledger/dossier-state.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { type StepDeps, takePlainStep } from '../ledger/take-step.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { type Handover, handoverWrite, mayHandOver, readHandover } from './handover.ts';

export type HandOverResultDeps = StepDeps & { readonly ledger: Ledger; readonly clock: Clock };

export type HandOverResultInput = {
  readonly caller: Pick<Staff, 'sub' | 'office'>;
  readonly dossierId: string;
  /** Where the person got it, and what proves it. */
  readonly way: NonNullable<Meta['delivery']>;
  readonly proof: NonNullable<Handover['proof']>;
  readonly cause: string;
};

export type HandOverResultOutcome =
  | { readonly kind: 'handed-over'; readonly meta: Meta }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState }
  /** The result reaches the person in another way. */
  | { readonly kind: 'other-delivery'; readonly delivery: 'ONLINE' | 'COUNTER' | 'POST' }
  | { readonly kind: 'not-dispatched' };

/**
 * Records that the person has the result on paper, which returns the dossier (9 to 10). It does not wait for the e-document. The same
 * hand-over again changes nothing.
 */
export const handOverResult =
  (deps: HandOverResultDeps) =>
  async ({ caller: { sub, office }, dossierId, way, proof, cause }: HandOverResultInput): Promise<HandOverResultOutcome> => {
    const { ledger, clock } = deps;

    const taken = await takePlainStep(deps)<HandOverResultOutcome>(dossierId, async (meta) => {
      if (!mayHandOver(meta, office) || meta.state === 'draft') return { outcome: { kind: 'not-found' } };
      if (meta.state !== 'processed' && meta.state !== 'returned') return { outcome: { kind: 'wrong-state', state: meta.state } };
      if (meta.delivery !== way) return { outcome: { kind: 'other-delivery', delivery: meta.delivery ?? 'ONLINE' } };
      const handover = await readHandover(ledger, dossierId);
      if (!handover) throw new Error(`dossier ${dossierId} was concluded without a hand-over`);
      if (meta.state === 'returned')
        return { outcome: handover.proof === proof ? { kind: 'handed-over', meta } : { kind: 'wrong-state', state: meta.state } };
      if (way === 'POST' && !handover.dispatchedAt) return { outcome: { kind: 'not-dispatched' } };
      const at = clock.now();
      const handedOverAt = at.toISOString();
      return {
        step: {
          at,
          by: { kind: 'staff', id: sub },
          cause,
          events: [{ event: { type: 'dossier.returned', data: { way, proof } }, edge: { transition: 'return', to: 'returned' } }],
          change: { returnedAt: handedOverAt },
          writes: [handoverWrite(meta, { ...handover, handedOverAt, proof })],
        },
      };
    });

    switch (taken.kind) {
      case 'taken':
        return { kind: 'handed-over', meta: taken.meta };
      default:
        return taken;
    }
  };
