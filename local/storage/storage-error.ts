/** An error as S3 answers it: `code` is what the SDK makes the error's name. `details` become elements beside the message. */
export class StorageError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, string>>;
  constructor(status: number, code: string, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'StorageError';
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** What this object store does not offer, refused by name. */
export const notImplemented = (what: string): StorageError =>
  new StorageError(501, 'NotImplemented', `the local runtime does not implement ${what}`);

const ENTITIES: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&apos;' };
const escapeXml = (text: string) => text.replace(/[<>&"']/g, (character) => ENTITIES[character] ?? character);

export const errorBody = (error: StorageError, resource: string, requestId: string): string => {
  const fields = { Code: error.code, Message: error.message, ...error.details, Resource: resource, RequestId: requestId };
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${elements.join('')}</Error>`;
};
