import * as z from 'zod';

/** What the customer pressed on the pay page. `expired` is nobody's press: the link had run out. */
export const Outcome = z.object({
  kind: z.enum(['success', 'cancel', 'failure', 'expired']),
  responseCode: z.string(),
  transactionStatus: z.string(),
  /** Unique among all payments and refunds of this gateway; `0` where no transaction came about. */
  transactionNo: z.string(),
  bankCode: z.string(),
  bankTranNo: z.string().optional(),
  cardType: z.string().optional(),
  /** yyyyMMddHHmmss, GMT+7 */
  payDate: z.string(),
});
export type Outcome = z.infer<typeof Outcome>;

const Refund = z.object({ transactionNo: z.string(), type: z.enum(['02', '03']), amount: z.int() });

/** One attempt to pay, known to the gateway since its page was opened. */
export const Payment = z.object({
  txnRef: z.string(),
  /** Random; whoever holds it may press a button for this payment. */
  token: z.string(),
  /** In hundredths of a đồng, as on the wire. */
  amount: z.int(),
  orderInfo: z.string(),
  bankCode: z.string().optional(),
  returnUrl: z.string(),
  /** yyyyMMddHHmmss, GMT+7 */
  createDate: z.string(),
  expireDate: z.string(),
  outcome: Outcome.optional(),
  /** How often the merchant's notification URL was called. */
  calls: z.int(),
  refunds: z.array(Refund),
});
export type Payment = z.infer<typeof Payment>;

/** The day (yyyyMMdd, GMT+7) within which the merchant's reference is unique. */
export const dayOf = ({ createDate }: Pick<Payment, 'createDate'>): string => createDate.slice(0, 8);

const codes = {
  success: { responseCode: '00', transactionStatus: '00' },
  cancel: { responseCode: '24', transactionStatus: '02' },
  failure: { responseCode: '51', transactionStatus: '02' },
  expired: { responseCode: '11', transactionStatus: '02' },
} as const;

/** Ends a payment. `transactionNo` is a fresh number; only a payment that reached the bank takes it. */
export const outcomeOf = (kind: Outcome['kind'], payment: Payment, transactionNo: string, payDate: string): Outcome => {
  const bankCode = payment.bankCode ?? 'NCB';
  if (kind === 'cancel' || kind === 'expired') return { kind, ...codes[kind], transactionNo: '0', bankCode, payDate };
  const bankTranNo = kind === 'success' ? `VNP${transactionNo}` : undefined;
  return { kind, ...codes[kind], transactionNo, bankCode, bankTranNo, cardType: 'ATM', payDate };
};

/** The parameters that tell the merchant how the payment ended: the same for the notification and for the browser's return. */
export const resultParams = (tmnCode: string, payment: Payment, outcome: Outcome): Record<string, string> => ({
  vnp_Amount: String(payment.amount),
  vnp_BankCode: outcome.bankCode,
  ...(outcome.bankTranNo && { vnp_BankTranNo: outcome.bankTranNo }),
  ...(outcome.cardType && { vnp_CardType: outcome.cardType }),
  vnp_OrderInfo: payment.orderInfo,
  vnp_PayDate: outcome.payDate,
  vnp_ResponseCode: outcome.responseCode,
  vnp_TmnCode: tmnCode,
  vnp_TransactionNo: outcome.transactionNo,
  vnp_TransactionStatus: outcome.transactionStatus,
  vnp_TxnRef: payment.txnRef,
});
