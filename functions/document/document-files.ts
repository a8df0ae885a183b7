import type { ContentType } from './document.ts';

/** A link that works without a token until `expiresAt`, with exactly these headers. */
export type SignedLink = { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly expiresAt: Date };

/** What a stored file really is: its size, its SHA-256 in hex as the store has computed it, its first bytes. */
export type FileFacts = { readonly bytes: number; readonly sha256: string | undefined; readonly start: Uint8Array };

type AnnouncedFile = {
  readonly objectKey: string;
  /** In hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly contentType: ContentType;
};

/** The files of dossiers. */
export type DocumentFiles = {
  /** A link to put exactly this file: its size, type and checksum are part of the signature. */
  uploadLink(file: AnnouncedFile): Promise<SignedLink>;
  /** A link to read the file once or more, within five minutes. */
  readLink(file: Pick<AnnouncedFile, 'objectKey' | 'contentType'>, fileName: string): Promise<SignedLink>;
  /** Undefined when there is no such file. */
  inspect(objectKey: string): Promise<FileFacts | undefined>;
};
