import { createHandler } from './notify-payment.handler.ts';
import { notifyPaymentRuntime } from './notify-payment.runtime.ts';

export const handler = createHandler(notifyPaymentRuntime());
