import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { ResultCode } from './result.ts';

export const numberResultContract = httpContract({
  operation: 'numberResult',
  summary: "Number and sign the result that a leader of the caller's office has decided; asking again answers the same",
  path: z.object({ dossierId: DossierId }),
  answers: {
    200: {
      description: 'The result is numbered, signed and stored.',
      schema: z.object({ dossierId: DossierId, number: z.string(), outcome: z.enum(['GRANTED', 'REFUSED']), resultCode: ResultCode }),
    },
  },
  problems: ['role-missing', 'dossier-not-found', 'dossier-wrong-state', 'calendar-missing', 'dossier-busy'],
});
