import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { dossierHead } from './dossier-view.ts';
import { submitDossierContract } from './submit-dossier.contract.ts';
import { type SubmitDossierDeps, submitDossier } from './submit-dossier.ts';

/** POST /citizen/dossiers/{dossierId}/submission */
export const createHandler = (deps: SubmitDossierDeps & HttpDeps) => {
  const submit = submitDossier(deps);

  return httpHandler(submitDossierContract, deps, async ({ caller, path: { dossierId }, correlationId }) => {
    const outcome = await submit({ caller, dossierId, cause: correlationId });

    switch (outcome.kind) {
      case 'submitted': {
        const { meta, receivedAt } = outcome;
        return ok({ ...dossierHead(meta), submittedAt: meta.submittedAt, receivedAt: receivedAt.toISOString() });
      }
      case 'level-too-low':
        return problem('identity-level-too-low', {
          detail: `Level ${outcome.needed} is needed.`,
          needed: outcome.needed,
          given: caller.level,
        });
      case 'documents-missing':
        return problem('documents-missing', { documents: outcome.documents });
      case 'not-found':
        return problem('dossier-not-found');
    }
  });
};
