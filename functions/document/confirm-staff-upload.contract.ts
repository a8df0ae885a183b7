import { httpContract } from '../platform/http-contract.ts';
import { ConfirmedAnswer, confirmationProblems, DocumentPath } from './upload-answers.ts';

export const confirmStaffUploadContract = httpContract({
  operation: 'confirmStaffUpload',
  summary: "Make an uploaded file a document of a dossier that the caller's office has entered",
  path: DocumentPath,
  answers: { 200: ConfirmedAnswer },
  problems: [...confirmationProblems, 'role-missing'],
});
