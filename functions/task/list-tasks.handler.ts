import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok } from '../platform/http-answer.ts';
import { listTasksContract } from './list-tasks.contract.ts';
import { type ListTasksDeps, listTasks } from './list-tasks.ts';

/** GET /agency/tasks */
export const createHandler = (deps: ListTasksDeps & HttpDeps) => {
  const list = listTasks(deps);

  return httpHandler(listTasksContract, deps, async ({ caller, query: { office, cursor } }) => {
    const page = await list({ caller, office, cursor });
    const tasks = page.tasks.map(({ taskId, kind, role, openedAt, dueAt }) => ({ taskId, kind, role, office, openedAt, dueAt }));
    return ok({ tasks, ...(page.cursor && { cursor: page.cursor }) });
  });
};
