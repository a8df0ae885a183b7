import { createHandler } from './hold-task-token.handler.ts';
import { holdTaskTokenRuntime } from './hold-task-token.runtime.ts';

export const handler = createHandler(holdTaskTokenRuntime());
