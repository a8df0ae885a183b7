import { apiDescriptionRuntime } from './api-description.runtime.ts';
import { createHandler } from './read-api-description.handler.ts';

export const handler = createHandler(apiDescriptionRuntime());
