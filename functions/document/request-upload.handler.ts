import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { requestUploadContract } from './request-upload.contract.ts';
import { type RequestUploadDeps, requestUpload } from './request-upload.ts';
import { hexOfAnnounced, linkAnswer } from './upload-answers.ts';

/** POST /citizen/dossiers/{dossierId}/documents/{document}/upload */
export const createHandler = (deps: RequestUploadDeps & HttpDeps) => {
  const request = requestUpload(deps);

  return httpHandler(requestUploadContract, deps, async ({ caller, path, body }) => {
    const { pin } = caller;
    const announced = { ...path, ...body, sha256: hexOfAnnounced(body.sha256) };
    return linkAnswer(await request({ ...announced, party: { kind: 'owner', pin } }), path.document);
  });
};
