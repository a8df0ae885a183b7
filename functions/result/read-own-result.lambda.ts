import { createHandler } from './read-own-result.handler.ts';
import { readOwnResultRuntime } from './read-own-result.runtime.ts';

export const handler = createHandler(readOwnResultRuntime());
