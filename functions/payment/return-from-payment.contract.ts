import * as z from 'zod';
import { httpContract } from '../platform/http-contract.ts';
import { VnpayQuery } from './notify-payment.contract.ts';

export const returnFromPaymentContract = httpContract({
  operation: 'returnFromPayment',
  summary: 'Page for a browser that comes back from the payment gateway; it books nothing',
  query: VnpayQuery,
  answers: {
    200: { description: 'What is known of the payment, in Vietnamese and English', schema: z.string(), contentType: 'text/html' },
  },
  problems: [],
});
