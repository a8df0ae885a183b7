import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { SubmissionAnswer, submissionProblems } from './submission-answer.ts';

export const submitDossierContract = httpContract({
  operation: 'submitDossier',
  summary: 'Submit an own draft',
  path: z.object({ dossierId: DossierId }),
  answers: { 200: SubmissionAnswer },
  problems: [...submissionProblems, 'identity-level-too-low', 'wrong-channel'],
});
