import { createHandler } from './read-task.handler.ts';
import { readTaskRuntime } from './read-task.runtime.ts';

export const handler = createHandler(readTaskRuntime());
