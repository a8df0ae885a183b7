import * as z from 'zod';
import { DossierId, Instant } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { ParcelNumber } from './handover.ts';

export const dispatchResultContract = httpContract({
  operation: 'dispatchResult',
  summary: 'Record that the post has the result; the same parcel again changes nothing, another one is a second dispatch',
  path: z.object({ dossierId: DossierId }),
  body: z.strictObject({ parcel: ParcelNumber }),
  answers: {
    200: {
      description: 'The result is on its way.',
      schema: z.object({ dossierId: DossierId, parcel: ParcelNumber, dispatchedAt: Instant }),
    },
  },
  problems: ['role-missing', 'dossier-not-found', 'dossier-wrong-state', 'delivery-other', 'dossier-busy'],
});
