import { notImplemented, StorageError } from './storage-error.ts';
import type { StorageRequest } from './storage-request.ts';

export type OperationName =
  | 'PutObject'
  | 'CopyObject'
  | 'GetObject'
  | 'HeadObject'
  | 'DeleteObject'
  | 'DeleteObjects'
  | 'ListObjects'
  | 'HeadBucket'
  | 'ListBuckets';

/** Query parameters that change nothing about which operation is meant. */
const PLAIN =
  /^(x-id$|x-amz-|response-|list-type$|prefix$|delimiter$|max-keys$|start-after$|continuation-token$|encoding-type$|fetch-owner$|marker$)/i;

/** Headers whose meaning would be lost. Encryption at rest and storage classes change nothing here and may be given. */
const REFUSED_HEADERS = [
  'x-amz-tagging',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-retain-until-date',
  'x-amz-object-lock-legal-hold',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-write-offset-bytes',
  'x-amz-website-redirect-location',
];

const ON_OBJECT: Readonly<Record<string, OperationName>> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
};
const ON_BUCKET: Readonly<Record<string, OperationName>> = { GET: 'ListObjects', HEAD: 'HeadBucket' };

/** Which operation a request asks for. Throws NotImplemented naming what this object store does not offer. */
export const operationOf = (request: StorageRequest, headers: ReadonlyMap<string, string>): OperationName => {
  const { method, bucket, key, query } = request;
  const special = [...query.keys()].filter((name) => !PLAIN.test(name));
  const refused = REFUSED_HEADERS.filter((name) => headers.has(name));
  if (refused.length > 0) throw notImplemented(`the header ${refused.join(', ')}`);
  if (method === 'POST' && key === '' && special.join() === 'delete') return 'DeleteObjects';
  if (special.length > 0) throw notImplemented(`${method} with ?${special.join('&')}`);
  if (bucket === '' && method === 'GET') return 'ListBuckets';
  const operation = key === '' ? ON_BUCKET[method] : ON_OBJECT[method];
  if (!operation) throw notImplemented(`${method} on ${key === '' ? 'a bucket' : 'an object'} (buckets come from the template)`);
  return operation === 'PutObject' && headers.has('x-amz-copy-source') ? 'CopyObject' : operation;
};

/** Throws 412 unless what the writer expects of the present object holds. @param etag of the present object, with its quotes */
export const expectPreconditions = (headers: ReadonlyMap<string, string>, etag: string | undefined): void => {
  const failed = (condition: string) =>
    new StorageError(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', { Condition: condition });
  const noneMatch = headers.get('if-none-match');
  const match = headers.get('if-match');
  if (noneMatch !== undefined && noneMatch !== '*') throw notImplemented(`If-None-Match: ${noneMatch} on a write`);
  if (noneMatch === '*' && etag !== undefined) throw failed('If-None-Match');
  if (match === undefined) return;
  if (etag === undefined) throw new StorageError(404, 'NoSuchKey', 'The specified key does not exist.');
  if (match !== '*' && match.replaceAll('"', '') !== etag.replaceAll('"', '')) throw failed('If-Match');
};
