import type { Clock } from './clock.ts';
import { type Credentials, type PresignRequest, presignedUrl } from './presigned-url.ts';

/** Whether the function's own calls still work (seconds): they follow at once. */
const OWN_S = 60;
const TIMEOUT_MS = 5000;

export type S3Settings = {
  readonly bucket: string;
  readonly clock: Clock;
  readonly region: () => Promise<string>;
  readonly credentials: () => Promise<Credentials>;
  /** Address of another S3 endpoint (the SDK's own `AWS_ENDPOINT_URL_S3`); its buckets stand in the path. */
  readonly endpoint: string | undefined;
  readonly fetch?: typeof fetch;
};

type Headers = Readonly<Record<string, string>>;

/** Signed requests to the objects of a bucket: as links for others, or made at once. */
export const s3ObjectStore = (settings: S3Settings) => {
  const { bucket, clock, endpoint } = settings;
  const send = settings.fetch ?? fetch;

  const sign = async (
    objectKey: string,
    request: Pick<PresignRequest, 'method' | 'query' | 'expiresInS'> & { readonly headers?: Headers },
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

  return {
    sign,
    /** Makes a request with the function's own rights; every status is an answer. */
    call: async (
      method: PresignRequest['method'],
      objectKey: string,
      headers: Headers = {},
      body?: Uint8Array<ArrayBuffer>,
    ): Promise<Response> => {
      const { url } = await sign(objectKey, { method, headers, expiresInS: OWN_S });
      return send(url, { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS), ...(body && { body }) });
    },
  };
};
