import * as z from 'zod';
import { DossierId, Instant } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { FormId } from './form-id.ts';

export const openStaffFormPdfContract = httpContract({
  operation: 'openStaffFormPdf',
  summary: "Get a five-minute link to a form of a dossier of the caller's office as a signed PDF; the owner can see who asked",
  path: z.object({ dossierId: DossierId, form: FormId }),
  answers: {
    200: {
      description: 'The link works until `expiresAt`, without a token. The file is made once; it carries its signature and a time stamp.',
      schema: z.object({ url: z.url(), expiresAt: Instant }),
    },
  },
  problems: ['role-missing', 'dossier-not-found', 'form-not-found'],
});
