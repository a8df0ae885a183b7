import { createHandler } from './request-withdrawal.handler.ts';
import { requestWithdrawalRuntime } from './request-withdrawal.runtime.ts';

export const handler = createHandler(requestWithdrawalRuntime());
