import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { confirmUploadContract } from './confirm-upload.contract.ts';
import { type ConfirmUploadDeps, confirmUpload } from './confirm-upload.ts';
import { confirmationAnswer } from './upload-answers.ts';

/** POST /citizen/dossiers/{dossierId}/documents/{document}/confirmation */
export const createHandler = (deps: ConfirmUploadDeps & HttpDeps) => {
  const confirm = confirmUpload(deps);

  return httpHandler(confirmUploadContract, deps, async ({ caller, path, correlationId }) => {
    const { pin } = caller;
    return confirmationAnswer(await confirm({ ...path, party: { kind: 'owner', pin }, correlationId }), path.document);
  });
};
