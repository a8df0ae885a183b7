import { createHandler } from './request-upload.handler.ts';
import { requestUploadRuntime } from './request-upload.runtime.ts';

export const handler = createHandler(requestUploadRuntime());
