import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { answerOwnComplaintContract } from './answer-own-complaint.contract.ts';
import { type AnswerOwnComplaintDeps, answerOwnComplaint } from './answer-own-complaint.ts';
import { complaintHead } from './complaint-view.ts';

/** POST /citizen/complaints/{complaintId}/answer */
export const createHandler = (deps: AnswerOwnComplaintDeps & HttpDeps) => {
  const add = answerOwnComplaint(deps);

  return httpHandler(answerOwnComplaintContract, deps, async ({ caller, path: { complaintId }, body }) => {
    const outcome = await add({ caller, complaintId, answer: body });

    switch (outcome.kind) {
      case 'moved':
        return ok(complaintHead(outcome.complaint));
      case 'not-found':
        return problem('complaint-not-found');
      case 'wrong-state':
        return problem('complaint-wrong-state', { detail: `The complaint is ${outcome.state}.`, state: outcome.state });
    }
  });
};
