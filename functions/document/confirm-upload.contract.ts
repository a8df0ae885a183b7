import { httpContract } from '../platform/http-contract.ts';
import { ConfirmedAnswer, confirmationProblems, DocumentPath } from './upload-answers.ts';

export const confirmUploadContract = httpContract({
  operation: 'confirmUpload',
  summary: 'Make an uploaded file a document of an own draft, or one that was asked for later',
  path: DocumentPath,
  answers: { 200: ConfirmedAnswer },
  problems: confirmationProblems,
});
