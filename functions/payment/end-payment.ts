import { afterFee, type FeeTime } from '../deadline/after-fee.ts';
import type { Edge } from '../ledger/dossier-state.ts';
import type { NewEvent } from '../ledger/history-event.ts';
import { paymentKey } from '../ledger/item-keys.ts';
import type { ItemWrite, Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { surplusWrite } from '../ledger/surplus.ts';
import type { Payment } from './payment.ts';

type Ending = Omit<Step, 'by' | 'cause'>;

const paymentWrite = (payment: Payment): ItemWrite => ({
  kind: 'put',
  key: paymentKey(payment.dossierId, payment.attempt),
  item: payment,
});

/** The edge back to where the fee was asked. A fee at filing would lead back into the inbox, which the catalogue refuses so far. */
const settled = ({ dossierId, previous }: Meta): Edge => {
  if (!previous || previous === 'new') throw new Error(`a payment of dossier ${dossierId} cannot lead back to ${previous ?? 'no state'}`);
  return { transition: 'settlePayment', to: previous };
};

/**
 * Books an attempt. When nothing is left to pay the dossier goes back to where the fee was asked (6 to 2), and from acceptance on to
 * the agencies in the same step (2 to 4). Money that comes when nothing is due any more (a second attempt paid as well, a dossier
 * stopped meanwhile) is booked all the same and moves nothing; what is more than was due is marked as surplus and becomes an errand
 * of the office that decides.
 */
export const bookPayment = (meta: Meta, payment: Payment, receipt: string, at: Date, time: FeeTime): Ending => {
  const { attempt, amount, reference } = payment;
  const amountDue = Math.max(0, meta.amountDue - amount);
  const excess = Math.max(0, amount - meta.amountDue);
  const surplus = excess > 0 ? ({ surplus: true } as const) : {};
  const found: NewEvent = { type: 'payment.surplus', data: { attempt, amount: excess, reference, office: meta.office } };
  const edge = meta.state === 'payment-requested' && amountDue === 0 ? settled(meta) : undefined;
  const after = edge && afterFee(meta, edge, at, time);
  const appointed = !meta.dueAt && after?.change.dueAt ? { dueAt: after.change.dueAt } : {};
  return {
    at,
    events: [
      { event: { type: 'payment.booked', data: { attempt, amount, reference, receipt, ...surplus, ...appointed } }, edge },
      ...(excess > 0 ? [{ event: found }] : []),
      ...(after?.events ?? []),
    ],
    change: { amountDue, receiptNumber: meta.receiptNumber ?? receipt, ...after?.change },
    writes: [
      paymentWrite({ ...payment, ...surplus, state: 'booked', receipt }),
      ...(excess > 0 ? [surplusWrite(meta, { attempt, bookedAt: at.toISOString() })] : []),
      ...(after?.writes ?? []),
    ],
  };
};

/** Records, once, that the gateway said otherwise of an attempt that had ended; money and dossier stay as they are. */
export const recordContradiction = (payment: Payment, contradiction: NonNullable<Payment['contradiction']>, at: Date): Ending => {
  const { attempt, reference } = payment;
  const { responseCode } = contradiction;
  return {
    at,
    events: [{ event: { type: 'payment.contradicted', data: { attempt, reference, responseCode } } }],
    change: {},
    writes: [paymentWrite({ ...payment, contradiction })],
  };
};

/** Records that an attempt failed or was cancelled; the fee stays due and another attempt may be opened. */
export const recordFailure = (payment: Payment, at: Date): Ending => ({
  at,
  events: [
    {
      event: {
        type: 'payment.failed',
        data: { attempt: payment.attempt, reference: payment.reference, responseCode: payment.responseCode ?? '' },
      },
    },
  ],
  change: {},
  writes: [paymentWrite({ ...payment, state: 'failed' })],
});
