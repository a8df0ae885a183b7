import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { SubmissionAnswer, submissionProblems } from './submission-answer.ts';

export const submitStaffDossierContract = httpContract({
  operation: 'submitStaffDossier',
  summary: "Submit a draft that the caller's office has entered for its applicant",
  path: z.object({ dossierId: DossierId }),
  answers: { 200: SubmissionAnswer },
  problems: [...submissionProblems, 'role-missing'],
});
