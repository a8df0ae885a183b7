import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { requestStaffUploadContract } from './request-staff-upload.contract.ts';
import { type RequestUploadDeps, requestUpload } from './request-upload.ts';
import { hexOfAnnounced, linkAnswer } from './upload-answers.ts';

/** POST /staff/dossiers/{dossierId}/documents/{document}/upload */
export const createHandler = (deps: RequestUploadDeps & HttpDeps) => {
  const request = requestUpload(deps);

  return httpHandler(requestStaffUploadContract, deps, async ({ caller, path, body }) => {
    const { sub, office } = caller;
    const announced = { ...path, ...body, sha256: hexOfAnnounced(body.sha256) };
    return linkAnswer(await request({ ...announced, party: { kind: 'officer', sub, office } }), path.document);
  });
};
