import * as z from 'zod';
import { httpContract } from '../platform/http-contract.ts';
import { DossierHead, DossierTimes } from './dossier-view.ts';

export const trackDossierContract = httpContract({
  operation: 'trackDossier',
  summary: 'Follow a dossier by its code and the secret on its receipt',
  body: z.strictObject({
    code: z.string().trim().toUpperCase().min(3).max(40).describe('The dossier code'),
    secret: z.string().trim().toUpperCase().min(16).max(40).describe('As printed on the receipt'),
  }),
  answers: {
    200: {
      description: 'Where the dossier is; no personal data.',
      schema: DossierHead.omit({ dossierId: true }).extend({ ...DossierTimes.shape, outcome: z.enum(['GRANTED', 'REFUSED']).optional() }),
    },
  },
  problems: ['dossier-not-found'],
});
