import * as z from 'zod';
import { DossierId, Instant } from '../ledger/meta.ts';

/** A document row of the procedure, for example `LEASE`. */
export const DocumentCode = z.string().regex(/^[A-Z][A-Z0-9_]{1,31}$/, 'must be a document code');

export const ContentType = z.enum(['application/pdf', 'image/jpeg', 'image/png']);
export type ContentType = z.infer<typeof ContentType>;

/** The largest file taken: 10 MB. */
export const MOST_BYTES = 10 * 1024 * 1024;

const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/** A file that its owner has announced (item `UPLOAD#<code>`). `sha256` is in hex. */
export const Upload = z.object({
  dossierId: DossierId,
  document: DocumentCode,
  objectKey: z.string(),
  sha256: Sha256Hex,
  bytes: z.int().positive().max(MOST_BYTES),
  contentType: ContentType,
  requestedAt: Instant,
});
export type Upload = z.infer<typeof Upload>;

/** A file that was found to be what was announced (item `DOCUMENT#<code>`): what the dossier refers to. */
export const StoredDocument = Upload.extend({ uploadedAt: Instant });
export type StoredDocument = z.infer<typeof StoredDocument>;

/** The key names the content, so that an object under it never changes. */
export const objectKeyOf = (dossierId: string, document: string, sha256: string): string => `${dossierId}/${document}/${sha256}`;

const ObjectKey = /^([0-7][0-9A-HJKMNP-TV-Z]{25})\/([A-Z][A-Z0-9_]{1,31})\/([0-9a-f]{64})$/;

/** The parts of an object's key; undefined when it is none of ours. */
export const parseObjectKey = (
  key: string,
): { readonly dossierId: string; readonly document: string; readonly sha256: string } | undefined => {
  const [, dossierId, document, sha256] = ObjectKey.exec(key) ?? [];
  return dossierId && document && sha256 ? { dossierId, document, sha256 } : undefined;
};

const signatures: Readonly<Record<ContentType, readonly number[]>> = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
};

/** Whether a file that begins with `start` can be of the announced type. */
export const fitsType = (contentType: ContentType, start: Uint8Array): boolean =>
  signatures[contentType].every((byte, index) => start[index] === byte);
