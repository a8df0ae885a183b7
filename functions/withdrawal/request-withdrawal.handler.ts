import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { requestWithdrawalContract } from './request-withdrawal.contract.ts';
import { type RequestWithdrawalDeps, requestWithdrawal } from './request-withdrawal.ts';

/** POST /citizen/dossiers/{dossierId}/withdrawal */
export const createHandler = (deps: RequestWithdrawalDeps & HttpDeps) => {
  const request = requestWithdrawal(deps);

  return httpHandler(requestWithdrawalContract, deps, async ({ caller, path: { dossierId }, body, correlationId }) => {
    const outcome = await request({ pin: caller.pin, dossierId, ...body, cause: correlationId });

    switch (outcome.kind) {
      case 'requested':
        return ok({ dossierId, state: 'withdrawal-requested', status: 7 });
      case 'not-found':
        return problem('dossier-not-found');
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
      case 'decided':
        return problem('dossier-decided');
    }
  });
};
