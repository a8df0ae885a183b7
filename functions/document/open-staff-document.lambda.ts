import { createHandler } from './open-staff-document.handler.ts';
import { openStaffDocumentRuntime } from './open-staff-document.runtime.ts';

export const handler = createHandler(openStaffDocumentRuntime());
