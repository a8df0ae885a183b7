import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { listOwnAccessesContract } from './list-own-accesses.contract.ts';
import { type ListOwnAccessesDeps, listOwnAccesses } from './list-own-accesses.ts';

/** GET /citizen/dossiers/{dossierId}/accesses */
export const createHandler = (deps: ListOwnAccessesDeps & HttpDeps) => {
  const list = listOwnAccesses(deps);

  return httpHandler(listOwnAccessesContract, deps, async ({ caller, path: { dossierId }, query }) => {
    const outcome = await list(caller.pin, dossierId, query.cursor);
    if (outcome.kind === 'not-found') return problem('dossier-not-found');
    const { accesses, cursor } = outcome;
    return ok({ accesses: accesses.map(({ id, at, by, what, taskId }) => ({ id, at, by, what, taskId })), cursor });
  });
};
