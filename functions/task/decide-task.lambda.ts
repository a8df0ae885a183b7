import { routed } from '../platform/routed.ts';
import { createHandler as decide } from './decide-task.handler.ts';
import { decideTaskRuntime } from './decide-task.runtime.ts';
import { createHandler as route } from './route-task.handler.ts';

const runtime = decideTaskRuntime();

export const handler = routed({
  'POST /staff/tasks/{taskId}/decision': decide(runtime),
  'POST /staff/tasks/{taskId}/routing': route(runtime),
});
