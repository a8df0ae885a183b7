import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { ownComplaint } from './complaint-view.ts';
import { listOwnComplaintsContract } from './list-own-complaints.contract.ts';
import { type ListOwnComplaintsDeps, listOwnComplaints } from './list-own-complaints.ts';

/** GET /citizen/dossiers/{dossierId}/complaints */
export const createHandler = (deps: ListOwnComplaintsDeps & HttpDeps) => {
  const list = listOwnComplaints(deps);

  return httpHandler(listOwnComplaintsContract, deps, async ({ caller, path: { dossierId } }) => {
    const outcome = await list(caller.pin, dossierId);
    if (outcome.kind === 'not-found') return problem('dossier-not-found');
    return ok({ complaints: outcome.complaints.map(({ complaint, lines }) => ownComplaint(complaint, lines)) });
  });
};
