import { createHandler } from './list-inbox.handler.ts';
import { listInboxRuntime } from './list-inbox.runtime.ts';

export const handler = createHandler(listInboxRuntime());
