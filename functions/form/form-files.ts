/** Files that the cell itself makes: each is stored once and never changes. */
export type FormFiles = {
  /** Stores a file unless there is one of that key; of several at once one is stored, and the others' bytes are nobody's. */
  createOnce(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /** Undefined when there is no such file. */
  read(key: string): Promise<Uint8Array | undefined>;
  exists(key: string): Promise<boolean>;
  /** A link to read the file as a PDF, for five minutes. */
  readLink(key: string, fileName: string): Promise<{ readonly url: string; readonly expiresAt: Date }>;
};
