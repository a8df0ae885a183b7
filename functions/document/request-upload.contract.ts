import { httpContract } from '../platform/http-contract.ts';
import { Announcement, DocumentPath, linkProblems, UploadLinkAnswer } from './upload-answers.ts';

export const requestUploadContract = httpContract({
  operation: 'requestUpload',
  summary: 'Get a link to upload one document of an own draft, or one that was asked for later',
  path: DocumentPath,
  body: Announcement,
  answers: { 200: UploadLinkAnswer },
  problems: linkProblems,
});
