import { createHash, createHmac } from 'node:crypto';

export type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string | undefined };

export type PresignRequest = {
  readonly method: 'GET' | 'HEAD' | 'PUT';
  /** Address of the object, its path encoded already. */
  readonly url: URL;
  /** Headers that the caller must send as they are here, names in lower case; `host` is added. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly at: Date;
  readonly expiresInS: number;
  readonly region: string;
  readonly credentials: Credentials;
};

/** RFC 3986 encoding of a query's names and values, as the signature counts them. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const sortedEntries = (record: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * A URL that carries its own signature: AWS Signature Version 4 for S3 in query parameters, payload unsigned ("Authenticating
 * requests: using query parameters", Amazon S3 API Reference). Written out here because the S3 client and its presigner make a
 * function half as large again; test/unit/platform compares the two.
 */
export const presignedUrl = ({ method, url, headers, query = {}, at, expiresInS, region, credentials }: PresignRequest): string => {
  const stamp = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = stamp.slice(0, 8);
  const scope = `${day}/${region}/s3/aws4_request`;
  const signed = sortedEntries({ ...headers, host: url.host });
  const names = signed.map(([name]) => name).join(';');
  const parameters = sortedEntries({
    ...query,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': stamp,
    'X-Amz-Expires': String(expiresInS),
    ...(credentials.sessionToken && { 'X-Amz-Security-Token': credentials.sessionToken }),
    'X-Amz-SignedHeaders': names,
  })
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
  const canonical = [
    method,
    url.pathname,
    parameters,
    ...signed.map(([name, value]) => `${name}:${value.trim()}`),
    '',
    names,
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const key = [region, 's3', 'aws4_request'].reduce((from, part) => hmac(from, part), hmac(`AWS4${credentials.secretAccessKey}`, day));
  return `${url.origin}${url.pathname}?${parameters}&X-Amz-Signature=${hmac(key, toSign).toString('hex')}`;
};
