import { createHandler } from './list-own-accesses.handler.ts';
import { listOwnAccessesRuntime } from './list-own-accesses.runtime.ts';

export const handler = createHandler(listOwnAccessesRuntime());
