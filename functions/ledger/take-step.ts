import { backoffMs, type Pause } from '../platform/retry.ts';
import type { HistoryEvent } from './history-event.ts';
import type { Ledger, Step } from './ledger.ts';
import type { Meta } from './meta.ts';

/** How often a step is decided anew when others move the same dossier at the same time (design.md, invariant 2). */
export const MOST_ATTEMPTS = 5;

export type StepDeps = { readonly ledger: Ledger; readonly pause: Pause; readonly random: () => number };

export type Taken = { readonly kind: 'taken'; readonly meta: Meta; readonly events: readonly HistoryEvent[] };

/** What a decision answers: a step to write, or an outcome that writes nothing. */
export type Decided<Outcome> = { readonly step: Step } | { readonly outcome: Outcome };

/** The dossier was moved by others five times in a row; the caller may try again. */
export class DossierBusy extends Error {
  constructor(dossierId: string) {
    super(`dossier ${dossierId} kept changing`);
    this.name = 'DossierBusy';
  }
}

/** @param refused what it means that a write found its condition broken; `by` is that write's `otherwise` */
const stepping =
  <Refused>({ ledger, pause, random }: StepDeps, refused: (by: string) => Refused) =>
  async <Outcome>(
    dossierId: string,
    decide: (meta: Meta) => Decided<Outcome> | Promise<Decided<Outcome>>,
  ): Promise<Taken | Outcome | { readonly kind: 'not-found' } | Refused> => {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const meta = await ledger.readMeta(dossierId);
      if (!meta) return { kind: 'not-found' };
      const decided = await decide(meta);
      if ('outcome' in decided) return decided.outcome;
      const written = await ledger.commit(meta, decided.step);
      if (written.kind === 'committed') return { kind: 'taken', meta: written.meta, events: written.events };
      if (written.kind === 'refused') return refused(written.by);
      await pause(backoffMs(attempt, random()));
    }
    throw new DossierBusy(dossierId);
  };

/**
 * Reads META, lets `decide` choose a step and writes it; decides anew on fresh data when the dossier changed meanwhile.
 * `decide` must read other items after META (it gets META as argument), then META's version guards them all.
 * @throws DossierBusy after five lost races
 */
export const takeStep = (deps: StepDeps) => stepping(deps, (by) => ({ kind: 'refused' as const, by }));

/**
 * The same for a step that creates nothing which could be there already: none of its writes can be refused.
 * @throws DossierBusy after five lost races
 */
export const takePlainStep = (deps: StepDeps) =>
  stepping(deps, (by): never => {
    throw new Error(`a step that creates nothing was refused: ${by}`);
  });
