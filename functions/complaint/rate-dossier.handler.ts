import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { created, problem } from '../platform/http-answer.ts';
import { rateDossierContract } from './rate-dossier.contract.ts';
import { type RateDossierDeps, rateDossier } from './rate-dossier.ts';

/** POST /citizen/dossiers/{dossierId}/rating */
export const createHandler = (deps: RateDossierDeps & HttpDeps) => {
  const rate = rateDossier(deps);

  return httpHandler(rateDossierContract, deps, async ({ caller, path: { dossierId }, headers, body, correlationId }) => {
    const outcome = await rate({ caller, dossierId, ...body, key: headers['idempotency-key'], cause: correlationId });

    switch (outcome.kind) {
      case 'rated':
        return created({ dossierId, score: body.score });
      case 'rated-before':
        return problem('dossier-rated');
      case 'not-found':
        return problem('dossier-not-found');
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
      case 'key-reused':
        return problem('idempotency-key-reused');
    }
  });
};
