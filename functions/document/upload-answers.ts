import * as z from 'zod';
import { DossierId, Instant } from '../ledger/meta.ts';
import { type HttpAnswer, ok, problem } from '../platform/http-answer.ts';
import type { ProblemKind } from '../platform/problem-kinds.ts';
import type { ConfirmUploadOutcome, FileFault } from './confirm-upload.ts';
import { ContentType, DocumentCode, MOST_BYTES } from './document.ts';
import type { RequestUploadOutcome } from './request-upload.ts';
import type { NoUpload } from './upload-leave.ts';

export const DocumentPath = z.object({ dossierId: DossierId, document: DocumentCode });

/** What is announced before a file is put, whoever puts it. */
export const Announcement = z.strictObject({
  sha256: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'must be the base64 of 32 bytes')
    .describe('SHA-256 of the file, base64 of its 32 bytes'),
  bytes: z.int().positive().max(MOST_BYTES).describe('Size of the file; at most 10 MB'),
  contentType: ContentType,
});

export const UploadLinkAnswer = {
  description: 'Put the file to `url` with `headers` before `expiresAt`; another size, type or content is refused there.',
  schema: z.object({
    url: z.url(),
    method: z.literal('PUT'),
    headers: z.record(z.string(), z.string()),
    expiresAt: Instant,
  }),
};

export const ConfirmedAnswer = {
  description: 'The file is what was announced and belongs to the dossier. Asking again answers the same.',
  schema: z.object({
    document: DocumentCode,
    state: z.literal('uploaded'),
    contentType: ContentType,
    bytes: z.int(),
    uploadedAt: Instant,
  }),
};

export const linkProblems = [
  'dossier-not-found',
  'dossier-wrong-state',
  'supplement-overdue',
  'document-not-needed',
] as const satisfies readonly ProblemKind[];
export const confirmationProblems = [
  ...linkProblems,
  'document-not-found',
  'document-refused',
  'dossier-busy',
] as const satisfies readonly ProblemKind[];

const explained: Readonly<Record<FileFault, string>> = {
  absent: 'No file was uploaded with the link.',
  size: 'The file has another size than announced.',
  checksum: 'The file has another SHA-256 than announced.',
  type: 'The file does not begin as a file of the announced type does.',
};

/** SHA-256 in hex, as it is stored, of an announcement's base64. */
export const hexOfAnnounced = (sha256: string): string => Buffer.from(sha256, 'base64').toString('hex');

const refusal = (outcome: NoUpload | { readonly kind: 'not-found' }, document: string): HttpAnswer => {
  switch (outcome.kind) {
    case 'wrong-state':
      return problem('dossier-wrong-state', { detail: `The dossier is ${outcome.state}.`, state: outcome.state });
    case 'overdue':
      return problem('supplement-overdue', { answerBy: outcome.answerBy });
    case 'not-needed':
      return problem('document-not-needed', { document });
    case 'not-found':
      return problem('dossier-not-found');
  }
};

export const linkAnswer = (outcome: RequestUploadOutcome, document: string): HttpAnswer => {
  if (outcome.kind !== 'ready') return refusal(outcome, document);
  const { url, headers, expiresAt } = outcome.link;
  return ok({ url, method: 'PUT', headers, expiresAt: expiresAt.toISOString() });
};

export const confirmationAnswer = (outcome: ConfirmUploadOutcome, document: string): HttpAnswer => {
  switch (outcome.kind) {
    case 'confirmed': {
      const { contentType, bytes, uploadedAt } = outcome.document;
      return ok({ document, state: 'uploaded', contentType, bytes, uploadedAt });
    }
    case 'unfit':
      return problem('document-refused', { detail: explained[outcome.reason], reason: outcome.reason });
    case 'not-announced':
      return problem('document-not-found', { detail: 'No upload of this document was asked for.' });
    default:
      return refusal(outcome, document);
  }
};
