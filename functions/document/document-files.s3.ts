import { type S3Settings, s3ObjectStore } from '../platform/object-store.s3.ts';
import type { DocumentFiles } from './document-files.ts';

/** Whether the link to put a file still works (seconds). */
const UPLOAD_S = 15 * 60;
/** Design: a link to a citizen's document lives five minutes. */
const READ_S = 5 * 60;
/** As many first bytes as the longest file signature needs, and a few more. */
const START_BYTES = 16;

/** Files in S3. */
export const s3DocumentFiles = (settings: S3Settings): DocumentFiles => {
  const { sign, call } = s3ObjectStore(settings);

  return {
    uploadLink: async ({ objectKey, sha256, bytes, contentType }) => {
      const headers = { 'content-type': contentType, 'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64') };
      const link = await sign(objectKey, {
        method: 'PUT',
        headers: { ...headers, 'content-length': String(bytes) },
        expiresInS: UPLOAD_S,
      });
      // Every HTTP client states the length by itself, and a browser lets nobody else do it.
      return { ...link, headers };
    },

    readLink: async ({ objectKey, contentType }, fileName) => {
      const query = {
        'response-content-type': contentType,
        'response-content-disposition': `attachment; filename="${fileName}"`,
        'response-cache-control': 'no-store',
      };
      return { ...(await sign(objectKey, { method: 'GET', query, expiresInS: READ_S })), headers: {} };
    },

    inspect: async (objectKey) => {
      const head = await call('HEAD', objectKey, { 'x-amz-checksum-mode': 'ENABLED' });
      if (head.status === 404) return undefined;
      if (!head.ok) throw new Error(`the store answered ${head.status} to a HEAD`);
      const range = await call('GET', objectKey, { range: `bytes=0-${START_BYTES - 1}` });
      // 416: the object is empty, so there is no first byte.
      if (!range.ok && range.status !== 416) throw new Error(`the store answered ${range.status} to a GET`);
      const checksum = head.headers.get('x-amz-checksum-sha256');
      return {
        bytes: Number(head.headers.get('content-length')),
        sha256: checksum ? Buffer.from(checksum, 'base64').toString('hex') : undefined,
        start: range.ok ? new Uint8Array(await range.arrayBuffer()).subarray(0, START_BYTES) : new Uint8Array(),
      };
    },
  };
};
