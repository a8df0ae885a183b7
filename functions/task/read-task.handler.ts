import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok, problem } from '../platform/http-answer.ts';
import { readTaskContract } from './read-task.contract.ts';
import { type ReadTaskDeps, readTask } from './read-task.ts';

/** GET /agency/tasks/{taskId} */
export const createHandler = (deps: ReadTaskDeps & HttpDeps) => {
  const read = readTask(deps);

  return httpHandler(readTaskContract, deps, async ({ caller, path: { taskId } }) => {
    const outcome = await read({ caller, taskId });
    if (outcome.kind === 'not-found') return problem('task-not-found');
    const { task, meta, procedure, personal } = outcome;
    const { kind, role, office, state, answer, openedAt, dueAt, closedAt } = task;
    const name = procedure.plan.flat().find((row) => row.kind === kind)?.name;
    const dossier = { code: meta.code, procedure: procedure.id, procedureName: procedure.name };
    return ok({ taskId, kind, name, role, office, state, answer, openedAt, dueAt, closedAt, dossier, ...personal });
  });
};
