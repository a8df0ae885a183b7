import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { Receipt } from './receipt.ts';

export const reissueReceiptContract = httpContract({
  operation: 'reissueReceipt',
  summary: "Issue the receipt of an accepted dossier of the caller's office again",
  path: z.object({ dossierId: DossierId }),
  answers: {
    200: {
      description: 'The receipt (form CT04) with a new `trackingSecret`; the one before it is void. A repeat makes another one.',
      schema: Receipt,
    },
  },
  problems: ['role-missing', 'dossier-not-found', 'dossier-wrong-state', 'dossier-busy'],
});
