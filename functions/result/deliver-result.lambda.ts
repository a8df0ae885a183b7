import { createHandler } from './deliver-result.handler.ts';
import { deliverResultRuntime } from './deliver-result.runtime.ts';

export const handler = createHandler(deliverResultRuntime());
