import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import type { Log } from '../platform/log.ts';
import { type ConcludeDossierDeps, type ConcludeDossierOutcome, concludeDossier } from './conclude-dossier.ts';

type Concluded = Extract<ConcludeDossierOutcome, { kind: 'concluded' | 'awaiting-number' }>;

const isDone = (outcome: ConcludeDossierOutcome): outcome is Concluded =>
  outcome.kind === 'concluded' || outcome.kind === 'awaiting-number';

const Input = z.object({ dossierId: DossierId, run: z.int().positive() });

/** The state machine's last step: `{ dossierId, run }` → `{ kind: 'concluded' | 'awaiting-number', outcome }`. All else fails the execution. */
export const createHandler = (deps: ConcludeDossierDeps & { readonly log: Log }) => {
  const conclude = concludeDossier(deps);

  return async (event: unknown): Promise<Concluded> => {
    const { dossierId, run } = Input.parse(event);
    const startedAt = deps.clock.now().getTime();
    const concluded = await conclude({ dossierId, run });
    const ms = deps.clock.now().getTime() - startedAt;
    deps.log(isDone(concluded) ? 'INFO' : 'ERROR', 'concludeDossier', { dossierId, run, outcome: concluded.kind, ms });
    if (!isDone(concluded)) throw new Error(`dossier ${dossierId} cannot be concluded: ${concluded.kind}`);
    return concluded;
  };
};
