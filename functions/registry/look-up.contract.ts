import { httpContract } from '../platform/http-contract.ts';
import { LookupAnswers, LookupRequest } from '../platform/national-cell.ts';

export const lookUpContract = httpContract({
  operation: 'lookUp',
  summary: 'Ask registries about a person for one purpose; what was asked is recorded before anything is answered',
  body: LookupRequest,
  answers: { 200: { description: 'One answer per request, in order, with the fields that the purpose covers.', schema: LookupAnswers } },
  problems: ['role-missing', 'purpose-not-covered', 'registry-not-found'],
});
