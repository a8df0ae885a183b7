import * as z from 'zod';
import { IdempotencyKey } from '../ledger/idempotency.ts';
import { DossierId, Instant } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';

export const openPaymentContract = httpContract({
  operation: 'openPayment',
  summary: 'Start paying what is due for an own dossier',
  path: z.object({ dossierId: DossierId }),
  headers: z.object({ 'idempotency-key': IdempotencyKey }),
  answers: {
    201: {
      description:
        'Send the browser to `payUrl` before `expiresAt`. While an earlier attempt can still be paid, that one is answered. The fee counts as paid when the gateway has told this service so, not when the browser returns.',
      schema: z.object({
        attempt: z.int().positive(),
        reference: z.string(),
        amount: z.int().positive().describe('Whole đồng'),
        payUrl: z.url(),
        expiresAt: Instant,
      }),
    },
  },
  problems: [
    'dossier-not-found',
    'dossier-wrong-state',
    'nothing-to-pay',
    'payment-attempts-exhausted',
    'fee-lapsed',
    'idempotency-key-reused',
    'dossier-busy',
  ],
});
