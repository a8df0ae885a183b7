import { type S3Settings, s3ObjectStore } from '../platform/object-store.s3.ts';
import type { FormFiles } from './form-files.ts';

/** Design: a link to a citizen's document lives five minutes. */
const READ_S = 5 * 60;
/** Another write of the key was under way (409) or was there first (412): S3, "Conditional writes". */
const LOST = [409, 412];

/** Files in S3, under keys of their own in the bucket of the documents. */
export const s3FormFiles = (settings: S3Settings): FormFiles => {
  const { sign, call } = s3ObjectStore(settings);

  const expected = (response: Response, method: string, others: readonly number[]): Response => {
    if (!response.ok && !others.includes(response.status)) throw new Error(`the store answered ${response.status} to a ${method}`);
    return response;
  };

  return {
    createOnce: async (key, bytes, contentType) => {
      const headers = { 'content-type': contentType, 'if-none-match': '*' };
      expected(await call('PUT', key, headers, new Uint8Array(bytes)), 'PUT', LOST);
    },
    read: async (key) => {
      const response = expected(await call('GET', key), 'GET', [404]);
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
    },
    exists: async (key) => expected(await call('HEAD', key), 'HEAD', [404]).ok,
    readLink: (key, fileName) =>
      sign(key, {
        method: 'GET',
        query: {
          'response-content-type': 'application/pdf',
          'response-content-disposition': `attachment; filename="${fileName}"`,
          'response-cache-control': 'no-store',
        },
        expiresInS: READ_S,
      }),
  };
};
