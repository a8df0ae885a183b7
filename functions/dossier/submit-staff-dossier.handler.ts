import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { submissionAnswer } from './submission-answer.ts';
import { type SubmitDossierDeps, submitDossier } from './submit-dossier.ts';
import { submitStaffDossierContract } from './submit-staff-dossier.contract.ts';

/** POST /staff/dossiers/{dossierId}/submission */
export const createHandler = (deps: SubmitDossierDeps & HttpDeps) => {
  const submit = submitDossier(deps);

  return httpHandler(submitStaffDossierContract, deps, async ({ caller, path: { dossierId }, correlationId }) => {
    const { sub, office } = caller;
    return submissionAnswer(await submit({ submitter: { kind: 'officer', sub, office }, dossierId, cause: correlationId }));
  });
};
