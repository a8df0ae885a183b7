import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { dispatchResultContract } from './dispatch-result.contract.ts';
import { type DispatchResultDeps, dispatchResult } from './dispatch-result.ts';

/** POST /staff/dossiers/{dossierId}/dispatch */
export const createHandler = (deps: DispatchResultDeps & HttpDeps) => {
  const dispatch = dispatchResult(deps);

  return httpHandler(dispatchResultContract, deps, async ({ caller, path: { dossierId }, body: { parcel }, correlationId }) => {
    const outcome = await dispatch({ caller, dossierId, parcel, cause: correlationId });

    switch (outcome.kind) {
      case 'dispatched':
        return ok({ dossierId, parcel, dispatchedAt: outcome.dispatchedAt });
      case 'not-found':
        return problem('dossier-not-found');
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
      case 'other-delivery':
        return problem('delivery-other', { delivery: outcome.delivery });
    }
  });
};
