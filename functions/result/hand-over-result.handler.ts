import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { handOverResultContract } from './hand-over-result.contract.ts';
import { type HandOverResultDeps, handOverResult } from './hand-over-result.ts';

/** POST /staff/dossiers/{dossierId}/handover */
export const createHandler = (deps: HandOverResultDeps & HttpDeps) => {
  const handOver = handOverResult(deps);

  return httpHandler(handOverResultContract, deps, async ({ caller, path: { dossierId }, body, correlationId }) => {
    const how =
      'receivedBy' in body ? ({ way: 'COUNTER', proof: body.receivedBy } as const) : ({ way: 'POST', proof: body.proof } as const);
    const outcome = await handOver({ caller, dossierId, ...how, cause: correlationId });

    switch (outcome.kind) {
      case 'handed-over':
        return ok({ dossierId, state: 'returned', status: 10, returnedAt: outcome.meta.returnedAt });
      case 'not-found':
        return problem('dossier-not-found');
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
      case 'other-delivery':
        return problem('delivery-other', { delivery: outcome.delivery });
      case 'not-dispatched':
        return problem('result-not-dispatched');
    }
  });
};
