import { createHandler } from './list-tasks.handler.ts';
import { listTasksRuntime } from './list-tasks.runtime.ts';

export const handler = createHandler(listTasksRuntime());
