import * as z from 'zod';
import { DossierId, Instant } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { postProofs, receiverProofs } from './handover.ts';

export const handOverResultContract = httpContract({
  operation: 'handOverResult',
  summary: 'Record that the person has the result on paper, which returns the dossier; the same again changes nothing',
  path: z.object({ dossierId: DossierId }),
  body: z.union([
    z.strictObject({ receivedBy: z.enum(receiverProofs).describe('At the counter: how the officer knew the person') }),
    z.strictObject({ proof: z.enum(postProofs).describe('By post: what the post proves the delivery with') }),
  ]),
  answers: {
    200: {
      description: 'The dossier is returned.',
      schema: z.object({ dossierId: DossierId, state: z.literal('returned'), status: z.literal(10), returnedAt: Instant }),
    },
  },
  problems: ['role-missing', 'dossier-not-found', 'dossier-wrong-state', 'delivery-other', 'result-not-dispatched', 'dossier-busy'],
});
