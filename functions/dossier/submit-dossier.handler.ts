import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { submissionAnswer } from './submission-answer.ts';
import { submitDossierContract } from './submit-dossier.contract.ts';
import { type SubmitDossierDeps, submitDossier } from './submit-dossier.ts';

/** POST /citizen/dossiers/{dossierId}/submission */
export const createHandler = (deps: SubmitDossierDeps & HttpDeps) => {
  const submit = submitDossier(deps);

  return httpHandler(submitDossierContract, deps, async ({ caller, path: { dossierId }, correlationId }) => {
    const { pin, level } = caller;
    return submissionAnswer(await submit({ submitter: { kind: 'owner', pin, level }, dossierId, cause: correlationId }), level);
  });
};
