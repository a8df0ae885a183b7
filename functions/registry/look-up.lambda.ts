import { createHandler } from './look-up.handler.ts';
import { lookUpRuntime } from './look-up.runtime.ts';

export const handler = createHandler(lookUpRuntime());
