import * as z from 'zod';
import { DossierId, Instant } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { ContentType, DocumentCode, MOST_BYTES } from './document.ts';

export const requestUploadContract = httpContract({
  operation: 'requestUpload',
  summary: 'Get a link to upload one document of an own draft',
  path: z.object({ dossierId: DossierId, document: DocumentCode }),
  body: z.strictObject({
    sha256: z
      .string()
      .regex(/^[A-Za-z0-9+/]{43}=$/, 'must be the base64 of 32 bytes')
      .describe('SHA-256 of the file, base64 of its 32 bytes'),
    bytes: z.int().positive().max(MOST_BYTES).describe('Size of the file; at most 10 MB'),
    contentType: ContentType,
  }),
  answers: {
    200: {
      description: 'Put the file to `url` with `headers` before `expiresAt`; another size, type or content is refused there.',
      schema: z.object({
        url: z.url(),
        method: z.literal('PUT'),
        headers: z.record(z.string(), z.string()),
        expiresAt: Instant,
      }),
    },
  },
  problems: ['dossier-not-found', 'dossier-wrong-state', 'document-not-needed'],
});
