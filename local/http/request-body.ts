import type { IncomingMessage } from 'node:http';

/** API Gateway's limit. */
const LARGEST_BODY_BYTES = 10 * 1024 * 1024;

/** The whole body; what is above the limit is read and thrown away, so that the client hears the answer. */
export const readLimitedBody = async (request: IncomingMessage): Promise<Buffer | 'too-large'> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size <= LARGEST_BODY_BYTES) chunks.push(bytes);
    else chunks.length = 0;
  }
  return size <= LARGEST_BODY_BYTES ? Buffer.concat(chunks) : 'too-large';
};
