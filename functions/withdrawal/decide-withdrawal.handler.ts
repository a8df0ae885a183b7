import { portalStatus } from '../ledger/dossier-state.ts';
import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { decideWithdrawalContract } from './decide-withdrawal.contract.ts';
import { type DecideWithdrawalDeps, decideWithdrawal } from './decide-withdrawal.ts';

/** POST /staff/dossiers/{dossierId}/withdrawal-decision */
export const createHandler = (deps: DecideWithdrawalDeps & HttpDeps) => {
  const decide = decideWithdrawal(deps);

  return httpHandler(decideWithdrawalContract, deps, async ({ caller, path: { dossierId }, body, correlationId }) => {
    const outcome = await decide({ ...body, caller, dossierId, cause: correlationId });

    switch (outcome.kind) {
      case 'answered': {
        const { state } = outcome.meta;
        return ok({ dossierId, state, status: portalStatus[state] });
      }
      case 'not-found':
        return problem('dossier-not-found');
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
    }
  });
};
