import type { Clock } from '../platform/clock.ts';
import type { DocumentFiles } from './document-files.ts';
import { type Credentials, type PresignRequest, presignedUrl } from './presigned-url.ts';

/** Whether the link to put a file still works (seconds). */
const UPLOAD_S = 15 * 60;
/** Design: a link to a citizen's document lives five minutes. */
const READ_S = 5 * 60;
/** The function's own calls follow at once. */
const OWN_S = 60;
const TIMEOUT_MS = 5000;
/** As many first bytes as the longest file signature needs, and a few more. */
const START_BYTES = 16;

export type S3Settings = {
  readonly bucket: string;
  readonly clock: Clock;
  readonly region: () => Promise<string>;
  readonly credentials: () => Promise<Credentials>;
  /** Address of another S3 endpoint (the SDK's own `AWS_ENDPOINT_URL_S3`); its buckets stand in the path. */
  readonly endpoint: string | undefined;
  readonly fetch?: typeof fetch;
};

/** Files in S3. */
export const s3DocumentFiles = (settings: S3Settings): DocumentFiles => {
  const { bucket, clock, endpoint } = settings;
  const send = settings.fetch ?? fetch;

  const sign = async (
    objectKey: string,
    request: Pick<PresignRequest, 'method' | 'query' | 'expiresInS'> & { readonly headers?: Readonly<Record<string, string>> },
  ): Promise<{ url: string; expiresAt: Date }> => {
    const region = await settings.region();
    const base = endpoint ? `${endpoint.replace(/\/$/, '')}/${bucket}` : `https://${bucket}.s3.${region}.amazonaws.com`;
    const at = clock.now();
    const url = presignedUrl({
      headers: {},
      ...request,
      url: new URL(`${base}/${objectKey}`),
      at,
      region,
      credentials: await settings.credentials(),
    });
    return { url, expiresAt: new Date(at.getTime() + request.expiresInS * 1000) };
  };

  const fetchOwn = async (method: 'GET' | 'HEAD', objectKey: string, headers: Readonly<Record<string, string>>): Promise<Response> => {
    const { url } = await sign(objectKey, { method, headers, expiresInS: OWN_S });
    return send(url, { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  };

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
      const head = await fetchOwn('HEAD', objectKey, { 'x-amz-checksum-mode': 'ENABLED' });
      if (head.status === 404) return undefined;
      if (!head.ok) throw new Error(`the store answered ${head.status} to a HEAD`);
      const range = await fetchOwn('GET', objectKey, { range: `bytes=0-${START_BYTES - 1}` });
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
