import { httpContract } from '../platform/http-contract.ts';
import { ProvidedAnswer, provisionProblems, SupplementBody, SupplementPath } from './supplement-answer.ts';

export const provideSupplementContract = httpContract({
  operation: 'provideSupplement',
  summary: 'Say that everything is there that an own dossier was to be completed with',
  path: SupplementPath,
  body: SupplementBody,
  answers: { 200: ProvidedAnswer },
  problems: provisionProblems,
});
