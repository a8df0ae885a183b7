import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { answerClosing } from './answer-closing.ts';
import { answerTaskContract } from './answer-task.contract.ts';
import { answerTask } from './answer-task.ts';
import type { CloseTaskDeps } from './close-task.ts';

/** POST /agency/tasks/{taskId}/answer */
export const createHandler = (deps: CloseTaskDeps & HttpDeps) => {
  const answer = answerTask(deps);

  return httpHandler(answerTaskContract, deps, async ({ caller, path, body, correlationId }) =>
    answerClosing(
      await answer({ caller, ...path, ...body, cause: correlationId }),
      'The task asks for a decision; an officer takes it at /staff/tasks/{taskId}/decision.',
    ),
  );
};
