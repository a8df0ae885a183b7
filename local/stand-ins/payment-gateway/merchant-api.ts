import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { VirtualClock } from '../../clock.ts';
import { gatewayTime, parseGatewayTime } from './gateway-time.ts';
import { isExpired, type Merchant } from './pay-request.ts';
import type { Payment } from './payment.ts';
import type { PaymentStore } from './payment-store.ts';
import { areFieldsSigned, type Params, signFields } from './signature.ts';

const queryFields = ['RequestId', 'Version', 'Command', 'TmnCode', 'TxnRef', 'TransactionDate', 'CreateDate', 'IpAddr', 'OrderInfo'];
const refundFields = [
  ...['RequestId', 'Version', 'Command', 'TmnCode', 'TransactionType', 'TxnRef', 'Amount', 'TransactionNo'],
  ...['TransactionDate', 'CreateBy', 'CreateDate', 'IpAddr', 'OrderInfo'],
];
const refundAnswerFields = [
  ...['ResponseId', 'Command', 'ResponseCode', 'Message', 'TmnCode', 'TxnRef', 'Amount', 'BankCode', 'PayDate'],
  ...['TransactionNo', 'TransactionType', 'TransactionStatus', 'OrderInfo'],
];
const queryAnswerFields = [...refundAnswerFields, 'PromotionCode', 'PromotionAmount'];

const time = z.string().refine((text) => parseGatewayTime(text) !== undefined);
const common = {
  vnp_RequestId: z.string().regex(/^[A-Za-z0-9]{1,32}$/),
  vnp_Version: z.literal('2.1.0'),
  vnp_TxnRef: z.string().min(1).max(100),
  vnp_TransactionDate: time,
  vnp_CreateDate: time,
  vnp_IpAddr: z.string().min(1),
  vnp_OrderInfo: z.string().min(1).max(255),
};
const Call = z.discriminatedUnion('vnp_Command', [
  z.object({ ...common, vnp_Command: z.literal('querydr') }),
  z.object({
    ...common,
    vnp_Command: z.literal('refund'),
    vnp_TransactionType: z.enum(['02', '03']),
    vnp_Amount: z
      .string()
      .regex(/^[1-9]\d{0,11}$/)
      .transform(Number),
    vnp_TransactionNo: z.string().default(''),
    vnp_CreateBy: z.string().min(1),
  }),
]);
type RefundCall = Extract<z.infer<typeof Call>, { vnp_Command: 'refund' }>;

/** JSON values as the pipe-joined strings sign them: numbers may come unquoted. */
const Fields = z.record(z.string(), z.union([z.string(), z.number().transform(String)]).catch(''));

type Answer = { readonly code: string; readonly message: string; readonly fields?: Params };

const values = (names: readonly string[], fields: Params) => names.map((name) => fields[`vnp_${name}`]);

const paymentFields = (payment: Payment): Record<string, string> => ({
  vnp_TxnRef: payment.txnRef,
  vnp_Amount: String(payment.amount),
  vnp_OrderInfo: payment.orderInfo,
  vnp_BankCode: payment.outcome?.bankCode ?? payment.bankCode ?? '',
  vnp_PayDate: payment.outcome?.payDate ?? '',
  vnp_TransactionNo: payment.outcome?.transactionNo ?? '',
});

/**
 * The gateway's own API for merchants: asks after a payment (`querydr`) and pays back (`refund`). That a refunded payment is
 * answered with the type of its last refund and status 06 is our reading; the published pages do not say.
 */
export class MerchantApi {
  readonly #merchant: Merchant;
  readonly #store: PaymentStore;
  readonly #clock: VirtualClock;

  constructor(merchant: Merchant, store: PaymentStore, clock: VirtualClock) {
    this.#merchant = merchant;
    this.#store = store;
    this.#clock = clock;
  }

  /** Answers one call, given its JSON body; faults are codes in the answer (02, 03, 91, 94, 95, 97), as the gateway has them. */
  answer(body: unknown): Record<string, string> {
    const parsed = Fields.safeParse(body);
    const fields = parsed.success ? parsed.data : {};
    const isQuery = fields['vnp_Command'] !== 'refund';
    const { code, message, fields: facts } = this.#decide(fields, isQuery ? queryFields : refundFields);
    const answer: Record<string, string> = {
      vnp_ResponseId: randomBytes(16).toString('hex'),
      vnp_Command: fields['vnp_Command'] ?? '',
      vnp_ResponseCode: code,
      vnp_Message: message,
      vnp_TmnCode: fields['vnp_TmnCode'] ?? '',
      vnp_TxnRef: fields['vnp_TxnRef'] ?? '',
      ...facts,
    };
    // An unknown merchant has no secret to sign with.
    if (code === '02') return answer;
    const signed = values(isQuery ? queryAnswerFields : refundAnswerFields, answer);
    return { ...answer, vnp_SecureHash: signFields(signed, this.#merchant.secrets[0] ?? '') };
  }

  #decide(fields: Params, signedNames: readonly string[]): Answer {
    if (fields['vnp_TmnCode'] !== this.#merchant.tmnCode) return { code: '02', message: 'Unknown merchant' };
    if (!areFieldsSigned(fields['vnp_SecureHash'] ?? '', values(signedNames, fields), this.#merchant.secrets)) {
      return { code: '97', message: 'Wrong signature' };
    }
    const call = Call.safeParse(fields);
    if (!call.success) return { code: '03', message: `Wrong format: ${String(call.error.issues[0]?.path[0])}` };
    const { vnp_RequestId, vnp_TxnRef, vnp_TransactionDate } = call.data;
    if (!this.#store.takeRequestId(gatewayTime(this.#clock.now()).slice(0, 8), vnp_RequestId)) {
      return { code: '94', message: 'Request repeated' };
    }
    const payment = this.#store.byReference(vnp_TxnRef, vnp_TransactionDate.slice(0, 8));
    if (!payment || payment.createDate !== vnp_TransactionDate) return { code: '91', message: 'Payment not found' };
    return call.data.vnp_Command === 'refund' ? this.#refund(payment, call.data) : this.#query(payment);
  }

  #query(payment: Payment): Answer {
    const refund = payment.refunds.at(-1);
    const unpaid = isExpired(payment, this.#clock.now()) ? '02' : '01';
    const status = refund ? '06' : (payment.outcome?.transactionStatus ?? unpaid);
    const fields = { ...paymentFields(payment), vnp_TransactionType: refund?.type ?? '01', vnp_TransactionStatus: status };
    return { code: '00', message: 'Query answered', fields };
  }

  #refund(payment: Payment, call: RefundCall): Answer {
    const { vnp_TransactionNo, vnp_Amount, vnp_TransactionType } = call;
    if (payment.outcome?.kind !== 'success') return { code: '95', message: 'The payment did not succeed' };
    const isOther = !['', '0', payment.outcome.transactionNo].includes(vnp_TransactionNo);
    if (isOther) return { code: '91', message: 'Payment not found' };
    const left = payment.refunds.reduce((rest, refund) => rest - refund.amount, payment.amount);
    if (left === 0) return { code: '94', message: 'Refunded already' };
    const isAmountWrong = vnp_TransactionType === '02' ? vnp_Amount !== payment.amount || left !== payment.amount : vnp_Amount > left;
    if (isAmountWrong) return { code: '03', message: 'Wrong format: vnp_Amount' };
    const refund = { transactionNo: this.#store.nextTransactionNo(), type: vnp_TransactionType, amount: vnp_Amount };
    this.#store.save({ ...payment, refunds: [...payment.refunds, refund] });
    const fields = {
      ...paymentFields(payment),
      vnp_Amount: String(vnp_Amount),
      vnp_OrderInfo: call.vnp_OrderInfo,
      vnp_TransactionNo: refund.transactionNo,
      vnp_TransactionType: refund.type,
      vnp_TransactionStatus: '05',
    };
    return { code: '00', message: 'Refund accepted', fields };
  }
}
