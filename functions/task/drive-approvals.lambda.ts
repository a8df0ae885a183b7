import { createHandler } from './drive-approvals.handler.ts';
import { driveApprovalsRuntime } from './drive-approvals.runtime.ts';

export const handler = createHandler(driveApprovalsRuntime());
