import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { confirmUploadContract } from './confirm-upload.contract.ts';
import { type ConfirmUploadDeps, confirmUpload, type FileFault } from './confirm-upload.ts';

const explained: Readonly<Record<FileFault, string>> = {
  absent: 'No file was uploaded with the link.',
  size: 'The file has another size than announced.',
  checksum: 'The file has another SHA-256 than announced.',
  type: 'The file does not begin as a file of the announced type does.',
};

/** POST /citizen/dossiers/{dossierId}/documents/{document}/confirmation */
export const createHandler = (deps: ConfirmUploadDeps & HttpDeps) => {
  const confirm = confirmUpload(deps);

  return httpHandler(confirmUploadContract, deps, async ({ caller, path, correlationId }) => {
    const { pin } = caller;
    const outcome = await confirm({ ...path, pin, correlationId });

    switch (outcome.kind) {
      case 'confirmed': {
        const { document, contentType, bytes, uploadedAt } = outcome.document;
        return ok({ document, state: 'uploaded', contentType, bytes, uploadedAt });
      }
      case 'unfit':
        return problem('document-refused', { detail: explained[outcome.reason], reason: outcome.reason });
      case 'not-announced':
        return problem('document-not-found', { detail: 'No upload of this document was asked for.' });
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
      case 'not-found':
        return problem('dossier-not-found');
    }
  });
};
