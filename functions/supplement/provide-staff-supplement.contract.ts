import { httpContract } from '../platform/http-contract.ts';
import { ProvidedAnswer, provisionProblems, SupplementBody, SupplementPath } from './supplement-answer.ts';

export const provideStaffSupplementContract = httpContract({
  operation: 'provideStaffSupplement',
  summary: "Answer a request for a supplement for the person whose dossier the caller's office has entered",
  path: SupplementPath,
  body: SupplementBody,
  answers: { 200: ProvidedAnswer },
  problems: [...provisionProblems, 'role-missing'],
});
