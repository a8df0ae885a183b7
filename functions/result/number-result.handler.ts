import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { numberResultContract } from './number-result.contract.ts';
import { type NumberResultDeps, numberResult } from './number-result.ts';

/** POST /staff/dossiers/{dossierId}/number */
export const createHandler = (deps: NumberResultDeps & HttpDeps) => {
  const number = numberResult(deps);

  return httpHandler(numberResultContract, deps, async ({ caller, path: { dossierId }, correlationId }) => {
    const outcome = await number({ caller, dossierId, cause: correlationId });

    switch (outcome.kind) {
      case 'numbered': {
        const { outcome: decision, resultCode } = outcome.meta;
        return ok({ dossierId, number: outcome.number, outcome: decision, resultCode });
      }
      case 'not-found':
        return problem('dossier-not-found');
      case 'wrong-state': {
        const { state } = outcome;
        const detail = state === 'processing' ? 'The dossier does not wait for a number.' : `The dossier is ${state}.`;
        return problem('dossier-wrong-state', { detail, state });
      }
    }
  });
};
