import { createHandler } from './confirm-upload.handler.ts';
import { confirmUploadRuntime } from './confirm-upload.runtime.ts';

export const handler = createHandler(confirmUploadRuntime());
