import { createHandler } from './request-supplement.handler.ts';
import { requestSupplementRuntime } from './request-supplement.runtime.ts';

export const handler = createHandler(requestSupplementRuntime());
