import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import type { Log } from '../platform/log.ts';
import { type ConcludeDossierDeps, concludeDossier } from './conclude-dossier.ts';

const Input = z.object({ dossierId: DossierId, run: z.int().positive() });

/** The state machine's last step: `{ dossierId, run }` → `{ kind: 'concluded', outcome }`. All else fails the execution. */
export const createHandler = (deps: ConcludeDossierDeps & { readonly log: Log }) => {
  const conclude = concludeDossier(deps);

  return async (event: unknown): Promise<{ kind: 'concluded'; outcome: 'GRANTED' | 'REFUSED' }> => {
    const { dossierId, run } = Input.parse(event);
    const startedAt = deps.clock.now().getTime();
    const concluded = await conclude({ dossierId, run });
    const ms = deps.clock.now().getTime() - startedAt;
    deps.log(concluded.kind === 'concluded' ? 'INFO' : 'ERROR', 'concludeDossier', { dossierId, run, outcome: concluded.kind, ms });
    if (concluded.kind !== 'concluded') throw new Error(`dossier ${dossierId} cannot be concluded: ${concluded.kind}`);
    return { kind: 'concluded', outcome: concluded.outcome };
  };
};
