import { createHandler } from './store-e-document.handler.ts';
import { storeEDocumentRuntime } from './store-e-document.runtime.ts';

export const handler = createHandler(storeEDocumentRuntime());
