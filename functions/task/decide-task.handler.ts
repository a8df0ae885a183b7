import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { answerClosing } from './answer-closing.ts';
import type { CloseTaskDeps } from './close-task.ts';
import { decideTaskContract } from './decide-task.contract.ts';
import { decideTask } from './decide-task.ts';

/** POST /staff/tasks/{taskId}/decision */
export const createHandler = (deps: CloseTaskDeps & HttpDeps) => {
  const decide = decideTask(deps);

  return httpHandler(decideTaskContract, deps, async ({ caller, path, body, correlationId }) =>
    answerClosing(
      await decide({ caller, ...path, ...body, cause: correlationId }),
      'The task asks for an opinion; the agency gives it at /agency/tasks/{taskId}/answer.',
    ),
  );
};
