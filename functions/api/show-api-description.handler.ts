import { type HttpDeps, httpHandler } from '../platform/http.ts';
import type { HttpAnswer } from '../platform/http-answer.ts';
import { apiPage } from './api-page.ts';
import { showApiDescriptionContract } from './show-api-description.contract.ts';

/** GET /public/openapi */
export const createHandler = (deps: { readonly description: object } & HttpDeps) => {
  const answer: HttpAnswer = {
    statusCode: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'public, max-age=300',
    },
    body: apiPage(deps.description),
  };

  return httpHandler(showApiDescriptionContract, deps, async () => answer);
};
