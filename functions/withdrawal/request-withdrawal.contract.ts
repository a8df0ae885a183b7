import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';

export const requestWithdrawalContract = httpContract({
  operation: 'requestWithdrawal',
  summary: 'Ask to withdraw an own dossier; asking again while the answer is open changes nothing',
  path: z.object({ dossierId: DossierId }),
  body: z.strictObject({ reason: z.string().trim().min(3).max(500).optional() }),
  answers: {
    200: {
      description: 'The request lies before the office. Money that was paid stays booked if it is granted.',
      schema: z.object({ dossierId: DossierId, state: z.literal('withdrawal-requested'), status: z.literal(7) }),
    },
  },
  problems: ['dossier-not-found', 'dossier-wrong-state', 'dossier-decided', 'dossier-busy'],
});
