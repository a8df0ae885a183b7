import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok } from '../platform/http-answer.ts';
import { verifyResultContract } from './verify-result.contract.ts';
import { type VerifyResultDeps, verifyResult } from './verify-result.ts';

/** GET /public/results/{code}/verification */
export const createHandler = (deps: VerifyResultDeps & HttpDeps) => {
  const verify = verifyResult(deps);

  return httpHandler(verifyResultContract, deps, async ({ path }) => {
    const outcome = await verify(path.code);
    if (outcome.kind === 'unknown') return ok({ status: 'unknown' });
    const { dossierId: _, ...result } = outcome.result;
    return ok({ status: outcome.kind, code: outcome.code, ...result });
  });
};
