import * as z from 'zod';
import { DossierId, Instant } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { DocumentCode } from './document.ts';

export const openStaffDocumentContract = httpContract({
  operation: 'openStaffDocument',
  summary: "Get a five-minute link to a document of a dossier of the caller's office",
  path: z.object({ dossierId: DossierId, document: DocumentCode }),
  answers: {
    200: {
      description: 'The link works until `expiresAt`, without a token. The owner of the dossier sees that it was given.',
      schema: z.object({ url: z.url(), expiresAt: Instant }),
    },
  },
  problems: ['role-missing', 'dossier-not-found', 'document-not-found', 'document-not-cleared'],
});
