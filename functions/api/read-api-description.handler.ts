import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { json } from '../platform/http-answer.ts';
import { readApiDescriptionContract } from './read-api-description.contract.ts';

/** GET /public/openapi.json */
export const createHandler = (deps: { readonly description: object } & HttpDeps) => {
  const answer = json(200, deps.description, { 'cache-control': 'public, max-age=300' });

  return httpHandler(readApiDescriptionContract, deps, async () => answer);
};
