import * as z from 'zod';
import { identityProofs } from '../ledger/identity-proof.ts';
import { httpContract } from '../platform/http-contract.ts';
import { ProvidedAnswer, provisionProblems, SupplementBody, SupplementPath } from './supplement-answer.ts';

export const provideStaffSupplementContract = httpContract({
  operation: 'provideStaffSupplement',
  summary: "Answer a request for a supplement for the person whose dossier the caller's office has entered",
  path: SupplementPath,
  body: SupplementBody.extend({
    identityVerifiedBy: z
      .enum(identityProofs)
      .optional()
      .describe('How the officer verified the person who gives the answer; needed for a dossier that was filed at the counter'),
  }),
  answers: { 200: ProvidedAnswer },
  problems: [...provisionProblems, 'role-missing'],
});
