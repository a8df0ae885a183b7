import { createHandler } from './verify-result.handler.ts';
import { verifyResultRuntime } from './verify-result.runtime.ts';

export const handler = createHandler(verifyResultRuntime());
