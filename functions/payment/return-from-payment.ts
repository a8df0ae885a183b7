import { paymentKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { Payment, parseReference } from './payment.ts';
import { type MerchantAccount, readSigned } from './vnpay.ts';

export type ReturnFromPaymentDeps = {
  readonly ledger: Pick<Ledger, 'readItem'>;
  readonly account: () => Promise<MerchantAccount>;
};

export type ReturnFromPaymentOutcome =
  | { readonly kind: 'booked' | 'failed' | 'awaiting-notification' | 'not-paid'; readonly reference: string; readonly amount: number }
  /** Not signed by the gateway, or about no attempt of ours. */
  | { readonly kind: 'unverified' };

/**
 * What to show a browser that comes back from the gateway. It only reads: what the table says counts, and while the notification is
 * still under way the browser's word is shown as such.
 */
export const returnFromPayment =
  ({ ledger, account }: ReturnFromPaymentDeps) =>
  async (rawQuery: string): Promise<ReturnFromPaymentOutcome> => {
    const signed = readSigned(await account(), rawQuery);
    if (signed.kind === 'forged') return { kind: 'unverified' };
    const { values } = signed;
    const named = parseReference(values['vnp_TxnRef'] ?? '');
    const item = named && (await ledger.readItem(paymentKey(named.dossierId, named.attempt)));
    if (!item) return { kind: 'unverified' };
    const { state, reference, amount } = Payment.parse(item);
    if (state !== 'open') return { kind: state, reference, amount };
    const paid = values['vnp_ResponseCode'] === '00' && values['vnp_TransactionStatus'] === '00';
    return { kind: paid ? 'awaiting-notification' : 'not-paid', reference, amount };
  };
