import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { returnTaskContract } from './return-task.contract.ts';
import { type ReturnTaskDeps, returnTask } from './return-task.ts';

/** POST /agency/tasks/{taskId}/return */
export const createHandler = (deps: ReturnTaskDeps & HttpDeps) => {
  const sendBack = returnTask(deps);

  return httpHandler(returnTaskContract, deps, async ({ caller, path: { taskId }, body: { reason }, correlationId }) => {
    const outcome = await sendBack({ caller, taskId, reason, cause: correlationId });

    switch (outcome.kind) {
      case 'sent-back':
        return ok({ taskId, state: 'sent-back' });
      case 'not-found':
        return problem('task-not-found');
      case 'competent':
        return problem('role-missing', { detail: 'The task is a decision; an officer of its office hands the dossier over.' });
      case 'closed':
        return problem('task-closed');
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
    }
  });
};
