import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { handledHead } from './complaint-view.ts';
import { readComplaintContract } from './read-complaint.contract.ts';
import { type ReadComplaintDeps, readComplaint } from './read-complaint.ts';

/** GET /staff/complaints/{complaintId} */
export const createHandler = (deps: ReadComplaintDeps & HttpDeps) => {
  const read = readComplaint(deps);

  return httpHandler(readComplaintContract, deps, async ({ caller, path: { complaintId } }) => {
    const outcome = await read(caller, complaintId);
    if (outcome.kind === 'not-found') return problem('complaint-not-found');
    return ok({ ...handledHead(outcome.line), lines: outcome.lines });
  });
};
