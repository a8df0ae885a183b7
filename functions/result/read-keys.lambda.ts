import { createHandler } from './read-keys.handler.ts';
import { readKeysRuntime } from './read-keys.runtime.ts';

export const handler = createHandler(readKeysRuntime());
