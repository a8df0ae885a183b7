import { apiDescriptionRuntime } from './api-description.runtime.ts';
import { createHandler } from './show-api-description.handler.ts';

export const handler = createHandler(apiDescriptionRuntime());
