import { createHandler } from './open-task-document.handler.ts';
import { openTaskDocumentRuntime } from './open-task-document.runtime.ts';

export const handler = createHandler(openTaskDocumentRuntime());
