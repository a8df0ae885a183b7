import { createHandler } from './return-from-payment.handler.ts';
import { returnFromPaymentRuntime } from './return-from-payment.runtime.ts';

export const handler = createHandler(returnFromPaymentRuntime());
