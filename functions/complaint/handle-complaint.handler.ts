import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { handledHead } from './complaint-view.ts';
import { handleComplaintContract } from './handle-complaint.contract.ts';
import { type HandleComplaintDeps, handleComplaint } from './handle-complaint.ts';
import { handledLine } from './list-complaints.ts';

/** POST /staff/complaints/{complaintId}/answer */
export const createHandler = (deps: HandleComplaintDeps & HttpDeps) => {
  const handle = handleComplaint(deps);

  return httpHandler(handleComplaintContract, deps, async ({ caller, path: { complaintId }, body }) => {
    const outcome = await handle({ caller, complaintId, ...body });

    switch (outcome.kind) {
      case 'moved':
        return ok(handledHead(handledLine(outcome.complaint, deps.clock.now())));
      case 'not-found':
        return problem('complaint-not-found');
      case 'wrong-state':
        return problem('complaint-wrong-state', { detail: `The complaint is ${outcome.state}.`, state: outcome.state });
    }
  });
};
