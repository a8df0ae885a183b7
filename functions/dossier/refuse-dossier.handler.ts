import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { dossierHead } from './dossier-view.ts';
import { refuseDossierContract } from './refuse-dossier.contract.ts';
import { type RefuseDossierDeps, refuseDossier } from './refuse-dossier.ts';

/** POST /staff/dossiers/{dossierId}/refusal */
export const createHandler = (deps: RefuseDossierDeps & HttpDeps) => {
  const refuse = refuseDossier(deps);

  return httpHandler(refuseDossierContract, deps, async ({ caller, path: { dossierId }, body, correlationId }) => {
    const outcome = await refuse({ caller, dossierId, ...body, cause: correlationId });

    switch (outcome.kind) {
      case 'refused-intake':
        return ok(dossierHead(outcome.meta));
      case 'not-found':
        return problem('dossier-not-found');
      case 'supplement-open':
        return problem('supplement-open', { answerBy: outcome.answerBy });
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
    }
  });
};
