import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { handledHead } from './complaint-view.ts';
import { listComplaintsContract } from './list-complaints.contract.ts';
import { type ListComplaintsDeps, listComplaints } from './list-complaints.ts';

/** GET /staff/complaints */
export const createHandler = (deps: ListComplaintsDeps & HttpDeps) => {
  const list = listComplaints(deps);

  return httpHandler(listComplaintsContract, deps, async ({ caller, query: { office, overdue, cursor } }) => {
    const outcome = await list({ caller, office, overdue: overdue === 'true', cursor });
    if (outcome.kind === 'office-not-found') return problem('office-not-found');
    return ok({ complaints: outcome.complaints.map(handledHead), cursor: outcome.cursor });
  });
};
