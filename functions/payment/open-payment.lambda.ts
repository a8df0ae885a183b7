import { createHandler } from './open-payment.handler.ts';
import { openPaymentRuntime } from './open-payment.runtime.ts';

export const handler = createHandler(openPaymentRuntime());
