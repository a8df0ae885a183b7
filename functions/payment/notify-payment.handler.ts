import { type HttpDeps, httpHandler } from '../platform/http.ts';
import { ok } from '../platform/http-answer.ts';
import { notifyPaymentContract } from './notify-payment.contract.ts';
import { type NotifyPaymentDeps, type NotifyPaymentOutcome, notifyPayment } from './notify-payment.ts';

/** The gateway's own words, its spelling included. */
const answers = {
  booked: { RspCode: '00', Message: 'Confirm Success' },
  'failure-recorded': { RspCode: '00', Message: 'Confirm Success' },
  'unknown-reference': { RspCode: '01', Message: 'Order not found' },
  'already-final': { RspCode: '02', Message: 'Order already confirmed' },
  contradicted: { RspCode: '02', Message: 'Order already confirmed' },
  'wrong-amount': { RspCode: '04', Message: 'invalid amount' },
  forged: { RspCode: '97', Message: 'Invalid signature' },
} as const satisfies Record<NotifyPaymentOutcome['kind'], { RspCode: string; Message: string }>;

/** GET /public/payments/vnpay/notification */
export const createHandler = (deps: NotifyPaymentDeps & HttpDeps) => {
  const notify = notifyPayment(deps);

  return httpHandler(notifyPaymentContract, deps, async ({ rawQuery, correlationId }) => {
    try {
      const outcome = await notify({ rawQuery, cause: correlationId });
      // The alarm counts lines with this message (infra/features/payment-feature.ts). It is said each time, should the first be lost.
      if (outcome.kind === 'contradicted') deps.log('WARN', 'payment-contradicted', { reference: outcome.reference, correlationId });
      return ok(answers[outcome.kind]);
    } catch (error) {
      // The gateway reads RspCode, not the HTTP status: 99 makes it send the notification again in five minutes.
      deps.log('ERROR', 'a payment notification failed', { correlationId, error: error instanceof Error ? error.name : 'unknown' });
      return ok({ RspCode: '99', Message: 'Unknow error' });
    }
  });
};
