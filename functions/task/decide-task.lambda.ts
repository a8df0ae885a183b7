import { createHandler } from './decide-task.handler.ts';
import { decideTaskRuntime } from './decide-task.runtime.ts';

export const handler = createHandler(decideTaskRuntime());
