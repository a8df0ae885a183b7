import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { json } from '../platform/http-answer.ts';
import { readKeysContract } from './read-keys.contract.ts';
import type { ResultKey } from './result-key.ts';

/** GET /public/jwks.json */
export const createHandler = (deps: { readonly key: Pick<ResultKey, 'publicKey'> } & HttpDeps) =>
  httpHandler(readKeysContract, deps, async () =>
    json(200, { keys: [await deps.key.publicKey()] }, { 'cache-control': 'public, max-age=300' }),
  );
