import * as z from 'zod';
import { DossierId, Instant } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { ContentType, DocumentCode } from './document.ts';

export const confirmUploadContract = httpContract({
  operation: 'confirmUpload',
  summary: 'Make an uploaded file a document of an own draft',
  path: z.object({ dossierId: DossierId, document: DocumentCode }),
  answers: {
    200: {
      description: 'The file is what was announced and belongs to the dossier. Asking again answers the same.',
      schema: z.object({
        document: DocumentCode,
        state: z.literal('uploaded'),
        contentType: ContentType,
        bytes: z.int(),
        uploadedAt: Instant,
      }),
    },
  },
  problems: ['dossier-not-found', 'document-not-found', 'dossier-wrong-state', 'document-refused', 'dossier-busy'],
});
