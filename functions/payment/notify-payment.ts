import * as z from 'zod';
import { paymentKey } from '../ledger/item-keys.ts';
import type { Meta } from '../ledger/meta.ts';
import { type Decided, type StepDeps, takeStep } from '../ledger/take-step.ts';
import type { Clock } from '../platform/clock.ts';
import { bookPayment, recordFailure } from './end-payment.ts';
import { vnpayAmount } from './pay-url.ts';
import { Payment, parseReference } from './payment.ts';
import { receiptNumbers } from './receipt-number.ts';
import { type MerchantAccount, readSigned } from './vnpay.ts';

export type NotifyPaymentDeps = StepDeps & {
  readonly clock: Clock;
  readonly account: () => Promise<MerchantAccount>;
  /** Code of the cell, part of its receipts' numbers. */
  readonly cell: string;
};

export type NotifyPaymentInput = { readonly rawQuery: string; readonly cause: string };

export type NotifyPaymentOutcome =
  | { readonly kind: 'booked' }
  | { readonly kind: 'failure-recorded' }
  | { readonly kind: 'forged' }
  | { readonly kind: 'unknown-reference' }
  | { readonly kind: 'wrong-amount' }
  /** `contradicts`: this notification says otherwise than what was recorded; nothing changes, reconciliation must look at it. */
  | { readonly kind: 'already-final'; readonly reference: string; readonly contradicts: boolean };

const code = z.string().regex(/^\w{1,8}$/);

/** What became of the payment, as the gateway says it. A notification without it is incomplete: it throws and is sent again. */
const GatewayResult = z.object({
  vnp_ResponseCode: code,
  vnp_TransactionStatus: code,
  vnp_TransactionNo: z.string().max(32).optional(),
});

/**
 * Books a payment, or records that it failed, from the gateway's server-to-server notification: the only way money is booked.
 * The order of the checks is the gateway's (rules.md 5.1): signature, reference, amount, then whether the attempt has ended already.
 * The time is no check: money that was taken before the attempt expired may be reported after it.
 */
export const notifyPayment = (deps: NotifyPaymentDeps) => {
  const { ledger, clock, account, cell } = deps;

  return async ({ rawQuery, cause }: NotifyPaymentInput): Promise<NotifyPaymentOutcome> => {
    const signed = readSigned(await account(), rawQuery);
    if (signed.kind === 'forged') return signed;
    const { values } = signed;
    const named = parseReference(values['vnp_TxnRef'] ?? '');
    if (!named) return { kind: 'unknown-reference' };
    const nextReceipt = receiptNumbers(ledger, cell);
    let ending: 'booked' | 'failure-recorded' = 'failure-recorded';

    const decide = async (meta: Meta): Promise<Decided<NotifyPaymentOutcome>> => {
      const item = await ledger.readItem(paymentKey(named.dossierId, named.attempt));
      if (!item) return { outcome: { kind: 'unknown-reference' } };
      const payment = Payment.parse(item);
      if (values['vnp_Amount'] !== vnpayAmount(payment.amount)) return { outcome: { kind: 'wrong-amount' } };
      const result = GatewayResult.parse(values);
      const paid = result.vnp_ResponseCode === '00' && result.vnp_TransactionStatus === '00';
      if (payment.state !== 'open')
        return { outcome: { kind: 'already-final', reference: payment.reference, contradicts: (payment.state === 'booked') !== paid } };
      const at = clock.now();
      const ended = {
        ...payment,
        closedAt: at.toISOString(),
        responseCode: result.vnp_ResponseCode,
        transactionStatus: result.vnp_TransactionStatus,
        transactionNo: result.vnp_TransactionNo,
      };
      ending = paid ? 'booked' : 'failure-recorded';
      const step = paid ? bookPayment(meta, ended, await nextReceipt(at), at) : recordFailure(ended, at);
      return { step: { ...step, by: { kind: 'system', id: 'vnpay' }, cause } };
    };

    const done = await takeStep(deps)(named.dossierId, decide);
    switch (done.kind) {
      case 'taken':
        return { kind: ending };
      case 'not-found':
        return { kind: 'unknown-reference' };
      case 'refused':
        throw new Error(`the end of a payment creates nothing that could be there already, yet ${done.by}`);
      default:
        return done;
    }
  };
};
