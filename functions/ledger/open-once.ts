import type { Clock } from '../platform/clock.ts';
import { backoffMs } from '../platform/retry.ts';
import { earlierUse, KEY_USED, type OnceRequest, oncePointer } from './idempotency.ts';
import type { Step } from './ledger.ts';
import type { Meta } from './meta.ts';
import { DossierBusy, MOST_ATTEMPTS, type StepDeps } from './take-step.ts';

/** A dossier as its first step opens it: META before the step, and the step. */
export type Opening = { readonly meta: Meta; readonly step: Step };

export type OpenedOnce =
  | { readonly kind: 'opened'; readonly meta: Meta }
  /** The idempotency key was used for another request. */
  | { readonly kind: 'key-reused' }
  /** A write of the step found its condition broken; `by` is that write's `otherwise`. */
  | { readonly kind: 'refused'; readonly by: string };

/**
 * Opens one dossier for a request, however often the request comes: its key is written with the dossier. `prepare` is asked only when
 * the key was not used yet; what it answers instead of an opening writes nothing.
 * @throws DossierBusy when other writes were in the way five times in a row
 */
export const openOnce =
  ({ ledger, pause, random, clock }: StepDeps & { readonly clock: Clock }) =>
  async <Refusal>(
    request: OnceRequest,
    prepare: (at: Date) => Promise<Opening | { readonly outcome: Refusal }>,
  ): Promise<OpenedOnce | Refusal> => {
    const openedBefore = async (at: Date): Promise<OpenedOnce | undefined> => {
      const earlier = await earlierUse(ledger, request, at);
      if (!earlier) return undefined;
      if (earlier.kind === 'other-request') return { kind: 'key-reused' };
      const meta = await ledger.readMeta(earlier.reference);
      if (!meta) throw new Error(`dossier ${earlier.reference} is gone`);
      return { kind: 'opened', meta };
    };

    const at = clock.now();
    const before = await openedBefore(at);
    if (before) return before;
    const prepared = await prepare(at);
    if ('outcome' in prepared) return prepared.outcome;
    const { meta } = prepared;
    const step = { ...prepared.step, writes: [...(prepared.step.writes ?? []), oncePointer(request, meta.dossierId, at)] };
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const written = await ledger.open(meta, step);
      if (written.kind === 'committed') return { kind: 'opened', meta: written.meta };
      // The same request won at the same moment, or is about to: answer with its dossier.
      const meanwhile = await openedBefore(at);
      if (meanwhile) return meanwhile;
      if (written.kind === 'refused' && written.by !== KEY_USED) return written;
      await pause(backoffMs(attempt, random()));
    }
    throw new DossierBusy(meta.dossierId);
  };
