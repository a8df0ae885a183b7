import * as z from 'zod';
import { readFeeTime } from '../deadline/after-fee.ts';
import type { DeadlineDeps } from '../deadline/deadline-after.ts';
import { paymentKey } from '../ledger/item-keys.ts';
import type { Meta } from '../ledger/meta.ts';
import { type Decided, type StepDeps, takePlainStep } from '../ledger/take-step.ts';
import type { Clock } from '../platform/clock.ts';
import { bookPayment, recordContradiction, recordFailure } from './end-payment.ts';
import { vnpayAmount } from './pay-url.ts';
import { Payment, parseReference } from './payment.ts';
import { receiptNumbers } from './receipt-number.ts';
import { type MerchantAccount, readSigned } from './vnpay.ts';

export type NotifyPaymentDeps = StepDeps &
  DeadlineDeps & {
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
  | { readonly kind: 'already-final' }
  /** The attempt had ended and this notification says otherwise: recorded in the history once, for a person to look at. */
  | { readonly kind: 'contradicted'; readonly reference: string };

const code = z.string().regex(/^\w{1,8}$/);

/** What became of the payment, as the gateway says it. A notification without it is incomplete: it throws and is sent again. */
const GatewayResult = z.object({
  vnp_ResponseCode: code,
  vnp_TransactionStatus: code,
  vnp_TransactionNo: z.string().max(32).optional(),
});
type GatewayResult = z.infer<typeof GatewayResult>;

const isPaid = ({ vnp_ResponseCode, vnp_TransactionStatus }: GatewayResult): boolean =>
  vnp_ResponseCode === '00' && vnp_TransactionStatus === '00';

/** Whether the gateway says otherwise of an ended attempt than what was recorded: its outcome, or money taken a second time. */
const contradicts = (payment: Payment, result: GatewayResult): boolean => {
  if ((payment.state === 'booked') !== isPaid(result)) return true;
  const { transactionNo } = payment;
  return isPaid(result) && !!transactionNo && !!result.vnp_TransactionNo && transactionNo !== result.vnp_TransactionNo;
};

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
    const timeOfFee = readFeeTime(deps);
    let ending: NotifyPaymentOutcome = { kind: 'failure-recorded' };

    const decide = async (meta: Meta): Promise<Decided<NotifyPaymentOutcome>> => {
      const item = await ledger.readItem(paymentKey(named.dossierId, named.attempt));
      if (!item) return { outcome: { kind: 'unknown-reference' } };
      const payment = Payment.parse(item);
      if (values['vnp_Amount'] !== vnpayAmount(payment.amount)) return { outcome: { kind: 'wrong-amount' } };
      const result = GatewayResult.parse(values);
      const at = clock.now();
      const said = {
        responseCode: result.vnp_ResponseCode,
        transactionStatus: result.vnp_TransactionStatus,
        transactionNo: result.vnp_TransactionNo,
      };
      const by = { kind: 'system', id: 'vnpay' } as const;
      if (payment.state !== 'open') {
        if (!contradicts(payment, result)) return { outcome: { kind: 'already-final' } };
        ending = { kind: 'contradicted', reference: payment.reference };
        if (payment.contradiction) return { outcome: ending };
        return { step: { ...recordContradiction(payment, { at: at.toISOString(), ...said }, at), by, cause } };
      }
      const ended = { ...payment, ...said, closedAt: at.toISOString() };
      const paid = isPaid(result);
      ending = { kind: paid ? 'booked' : 'failure-recorded' };
      const step = paid ? bookPayment(meta, ended, await nextReceipt(at), at, await timeOfFee(meta, at)) : recordFailure(ended, at);
      return { step: { ...step, by, cause } };
    };

    const done = await takePlainStep(deps)(named.dossierId, decide);
    switch (done.kind) {
      case 'taken':
        return ending;
      case 'not-found':
        return { kind: 'unknown-reference' };
      default:
        return done;
    }
  };
};
