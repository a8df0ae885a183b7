import { httpContract } from '../platform/http-contract.ts';

export const showApiDescriptionContract = httpContract({
  operation: 'showApiDescription',
  summary: 'Read the description of this API as a page',
  answers: { 200: { description: 'A page without scripts.', contentType: 'text/html' } },
  problems: [],
});
