import * as z from 'zod';
import { IdempotencyKey } from '../ledger/idempotency.ts';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { Score } from './rating.ts';

export const rateDossierContract = httpContract({
  operation: 'rateDossier',
  summary: 'Rate how an own dossier was handled, once it is returned',
  path: z.object({ dossierId: DossierId }),
  headers: z.object({ 'idempotency-key': IdempotencyKey }),
  body: z.strictObject({
    score: Score.describe('1, very bad, to 5, very good'),
    text: z.string().trim().min(1).max(2000).optional(),
  }),
  answers: {
    201: { description: 'The rating, also for a repeat of the request.', schema: z.object({ dossierId: DossierId, score: Score }) },
  },
  problems: ['dossier-not-found', 'dossier-wrong-state', 'dossier-rated', 'idempotency-key-reused', 'dossier-busy'],
});
