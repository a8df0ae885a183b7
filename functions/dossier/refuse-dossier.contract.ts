import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { DossierHead } from './dossier-view.ts';

export const refuseDossierContract = httpContract({
  operation: 'refuseDossier',
  summary: "Do not accept a submission to the caller's office",
  path: z.object({ dossierId: DossierId }),
  body: z.strictObject({
    reason: z.string().trim().min(10).max(1000).describe('In words that the applicant understands'),
    legalBasis: z.string().trim().min(3).max(200).describe('The legal act and article'),
  }),
  answers: { 200: { description: 'The dossier is not accepted; its owner can read why.', schema: DossierHead } },
  problems: ['role-missing', 'dossier-not-found', 'dossier-wrong-state', 'supplement-open', 'dossier-busy'],
});
