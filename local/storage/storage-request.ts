import type { IncomingHttpHeaders } from 'node:http';
import { StorageError } from './storage-error.ts';

/** A request to the object store, path style: `/<bucket>/<key>`. Bucket and key are decoded; query values too. */
export type StorageRequest = {
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  /** Lower-case names; several values joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new StorageError(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
};

export const parseStorageRequest = (method: string, url: string, headers: IncomingHttpHeaders): StorageRequest => {
  const [path = '/', search = ''] = url.split(/\?(.*)/s);
  const [, bucket = '', key = ''] = path.match(/^\/([^/]*)(?:\/(.*))?$/s) ?? [];
  const pairs = search.split('&').filter((pair) => pair !== '');
  return {
    method,
    path,
    bucket: decode(bucket),
    key: decode(key),
    query: new Map(
      pairs.map((pair) => {
        const [name = '', value = ''] = pair.split(/=(.*)/s);
        return [decode(name), decode(value)];
      }),
    ),
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')])),
  };
};

const SIGNING = [
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-signedheaders',
  'x-amz-signature',
  'x-amz-security-token',
];

/** A presigned URL may carry in its query what else would be a header (`X-Amz-Checksum-Sha256`, `x-amz-meta-…`); either place counts. */
export const headerOrQuery = (request: StorageRequest): ReadonlyMap<string, string> => {
  const hoisted = [...request.query]
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => name.startsWith('x-amz-') && !SIGNING.includes(name));
  return new Map([...hoisted, ...request.headers]);
};
