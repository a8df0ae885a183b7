import { passedOnEnough } from '../ledger/passing-on.ts';
import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { routeTaskContract } from './route-task.contract.ts';
import { type RouteTaskDeps, routeTask } from './route-task.ts';

/** POST /staff/tasks/{taskId}/routing */
export const createHandler = (deps: RouteTaskDeps & HttpDeps) => {
  const route = routeTask(deps);

  return httpHandler(routeTaskContract, deps, async ({ caller, path: { taskId }, body, correlationId }) => {
    const outcome = await route({ caller, taskId, ...body, cause: correlationId });

    switch (outcome.kind) {
      case 'routed':
        return ok(outcome.task);
      case 'not-found':
        return problem('task-not-found');
      case 'not-sent-back':
        return problem('task-not-sent-back');
      case 'unfit':
        return problem('office-unfit', { detail: outcome.detail });
      case 'passed-on-enough':
        return problem('passed-on-enough', passedOnEnough(outcome));
      case 'wrong-state':
        return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
    }
  });
};
