import * as z from 'zod';
import { DossierId, Instant } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { DossierHead } from './dossier-view.ts';

export const submitDossierContract = httpContract({
  operation: 'submitDossier',
  summary: 'Submit an own draft',
  path: z.object({ dossierId: DossierId }),
  answers: {
    200: {
      description: 'The dossier has its code. Repeating the request answers with the same code and the state it is in by then.',
      schema: DossierHead.extend({
        code: z.string(),
        submittedAt: Instant,
        receivedAt: Instant.describe('When it counts as received: outside working hours, the start of the next working day'),
      }),
    },
  },
  problems: ['dossier-not-found', 'identity-level-too-low', 'documents-missing', 'calendar-missing', 'dossier-busy'],
});
