import * as z from 'zod';
import { DossierId, Instant } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { FormId } from './form-id.ts';

export const openOwnFormPdfContract = httpContract({
  operation: 'openOwnFormPdf',
  summary: 'Get a five-minute link to a form of an own dossier as a signed PDF',
  path: z.object({ dossierId: DossierId, form: FormId }),
  answers: {
    200: {
      description: 'The link works until `expiresAt`, without a token. The file is made once; it carries its signature and a time stamp.',
      schema: z.object({ url: z.url(), expiresAt: Instant }),
    },
  },
  problems: ['dossier-not-found', 'form-not-found'],
});
