import { createHandler } from './number-result.handler.ts';
import { numberResultRuntime } from './number-result.runtime.ts';

export const handler = createHandler(numberResultRuntime());
