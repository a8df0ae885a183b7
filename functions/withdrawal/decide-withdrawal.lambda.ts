import { createHandler } from './decide-withdrawal.handler.ts';
import { decideWithdrawalRuntime } from './decide-withdrawal.runtime.ts';

export const handler = createHandler(decideWithdrawalRuntime());
