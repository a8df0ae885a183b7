import * as z from 'zod';
import { httpContract } from '../platform/http-contract.ts';

/** What VNPAY's server sends. Described, not enforced: what is wrong with it is answered by an RspCode. */
export const VnpayQuery = z.looseObject({
  vnp_TmnCode: z.string().optional(),
  vnp_Amount: z.string().optional().describe('Đồng × 100'),
  vnp_TxnRef: z.string().optional(),
  vnp_ResponseCode: z.string().optional(),
  vnp_TransactionStatus: z.string().optional(),
  vnp_TransactionNo: z.string().optional(),
  vnp_SecureHash: z.string().optional(),
});

export const notifyPaymentContract = httpContract({
  operation: 'notifyPayment',
  summary: "VNPAY's server-to-server notification: books the payment",
  query: VnpayQuery,
  answers: {
    200: {
      description: '00 recorded, 02 recorded before; 01, 04, 97 and 99 ask the gateway to send it again.',
      schema: z.object({ RspCode: z.enum(['00', '01', '02', '04', '97', '99']), Message: z.string() }),
    },
  },
  problems: [],
});
