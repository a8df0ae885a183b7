import { httpContract } from '../platform/http-contract.ts';
import { Announcement, DocumentPath, linkProblems, UploadLinkAnswer } from './upload-answers.ts';

export const requestStaffUploadContract = httpContract({
  operation: 'requestStaffUpload',
  summary: "Get a link to upload one document of a dossier that the caller's office has entered",
  path: DocumentPath,
  body: Announcement,
  answers: { 200: UploadLinkAnswer },
  problems: [...linkProblems, 'role-missing'],
});
