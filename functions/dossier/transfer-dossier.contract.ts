import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { DossierHead } from './dossier-view.ts';

export const transferDossierContract = httpContract({
  operation: 'transferDossier',
  summary: "Hand a dossier of the caller's office over to the office that is competent for it",
  path: z.object({ dossierId: DossierId }),
  body: z.strictObject({ office: z.string().min(1).max(40), reason: z.string().trim().min(3).max(500) }),
  answers: {
    200: {
      description: 'The other office has the dossier, with the same code and the same time limit; for the caller there is none any more.',
      schema: DossierHead.extend({ office: z.string() }),
    },
  },
  problems: [
    'role-missing',
    'dossier-not-found',
    'office-unfit',
    'passed-on-enough',
    'dossier-wrong-state',
    'dossier-decided',
    'calendar-missing',
    'dossier-busy',
  ],
});
