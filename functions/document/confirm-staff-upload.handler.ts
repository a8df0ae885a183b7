import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { confirmStaffUploadContract } from './confirm-staff-upload.contract.ts';
import { type ConfirmUploadDeps, confirmUpload } from './confirm-upload.ts';
import { confirmationAnswer } from './upload-answers.ts';

/** POST /staff/dossiers/{dossierId}/documents/{document}/confirmation */
export const createHandler = (deps: ConfirmUploadDeps & HttpDeps) => {
  const confirm = confirmUpload(deps);

  return httpHandler(confirmStaffUploadContract, deps, async ({ caller, path, correlationId }) => {
    const { sub, office } = caller;
    return confirmationAnswer(await confirm({ ...path, party: { kind: 'officer', sub, office }, correlationId }), path.document);
  });
};
