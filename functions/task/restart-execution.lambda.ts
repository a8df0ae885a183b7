import { createHandler } from './restart-execution.handler.ts';
import { restartExecutionRuntime } from './restart-execution.runtime.ts';

export const handler = createHandler(restartExecutionRuntime());
