import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { requestUploadContract } from './request-upload.contract.ts';
import { type RequestUploadDeps, requestUpload } from './request-upload.ts';

/** POST /citizen/dossiers/{dossierId}/documents/{document}/upload */
export const createHandler = (deps: RequestUploadDeps & HttpDeps) => {
  const request = requestUpload(deps);

  return httpHandler(requestUploadContract, deps, async ({ caller, path, body }) => {
    const { pin } = caller;
    const sha256 = Buffer.from(body.sha256, 'base64').toString('hex');
    const outcome = await request({ ...path, ...body, pin, sha256 });

    switch (outcome.kind) {
      case 'ready': {
        const { url, headers, expiresAt } = outcome.link;
        return ok({ url, method: 'PUT', headers, expiresAt: expiresAt.toISOString() });
      }
      case 'not-found':
        return problem('dossier-not-found');
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
      case 'not-needed':
        return problem('document-not-needed', { document: path.document });
    }
  });
};
