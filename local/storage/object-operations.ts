import { expectBody } from './body-checks.ts';
import { type EngineAnswer, type EngineClient, objectPath } from './engine-client.ts';
import type { ObjectWrites } from './object-writes.ts';
import { notImplemented, StorageError } from './storage-error.ts';
import type { OperationName } from './storage-operation.ts';
import type { StorageRequest } from './storage-request.ts';

/** Request headers that the engine stores with the object or answers by. */
const PASSED =
  /^(content-(type|language|disposition|encoding)|cache-control|range|if-.*|x-amz-(meta-.*|checksum-.*|copy-source|metadata-directive))$/;
/** Content types that the engine takes for requests to other services. */
const NOT_STORED = /^application\/(x-amz-json-1\.0|x-www-form-urlencoded)\b/;
const passedHeaders = (headers: ReadonlyMap<string, string>, without: readonly string[] = []) =>
  Object.fromEntries([...headers].filter(([name]) => PASSED.test(name) && !without.includes(name)));

const listQuery = ({ query }: StorageRequest) => {
  const kept = [...query].filter(([name]) => !/^x-(amz-|id$)/i.test(name));
  return new URLSearchParams(kept).toString().replaceAll('+', '%20');
};

/** `response-content-disposition` and its like, which a presigned download may ask for. */
const overrides = ({ query }: StorageRequest) =>
  Object.fromEntries(
    [...query].filter(([name]) => name.startsWith('response-')).map(([name, value]) => [name.slice('response-'.length), value]),
  );

/**
 * Answers requests whose signature holds.
 * @returns run(operation, request, headers, body); `headers` include those that a presigned URL carries in its query
 */
export const createOperations = (engine: EngineClient, writes: ObjectWrites) => {
  const put = (request: StorageRequest, headers: ReadonlyMap<string, string>, body: Buffer) => {
    const { bucket, key } = request;
    if (!request.headers.has('content-length'))
      throw new StorageError(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
    expectBody(headers, body);
    const type = headers.get('content-type') ?? 'binary/octet-stream';
    if (NOT_STORED.test(type)) throw notImplemented(`objects of the type ${type}`);
    const passed = { ...passedHeaders(headers, ['if-match', 'if-none-match', 'range']), 'content-type': type };
    return writes.write(
      { bucket, key, reason: 'PutObject' },
      headers,
      () => engine.send('PUT', objectPath(bucket, key), passed, body),
      body,
    );
  };

  const copy = ({ bucket, key }: StorageRequest, headers: ReadonlyMap<string, string>) => {
    const conditions = [...headers.keys()].filter((name) => name.startsWith('x-amz-copy-source-if-'));
    if (conditions.length > 0) throw notImplemented(`the header ${conditions.join(', ')}`);
    const passed = passedHeaders(headers, ['if-match', 'if-none-match']);
    return writes.write({ bucket, key, reason: 'CopyObject' }, headers, () => engine.send('PUT', objectPath(bucket, key), passed));
  };

  return async (
    operation: OperationName,
    request: StorageRequest,
    headers: ReadonlyMap<string, string>,
    body: Buffer,
  ): Promise<EngineAnswer> => {
    const { bucket, key, method } = request;
    switch (operation) {
      case 'PutObject':
        return put(request, headers, body);
      case 'CopyObject':
        return copy(request, headers);
      case 'GetObject':
      case 'HeadObject': {
        const answer = await engine.send(method, objectPath(bucket, key), passedHeaders(headers, ['content-type']));
        return answer.status < 300 ? { ...answer, headers: { ...answer.headers, ...overrides(request) } } : answer;
      }
      case 'DeleteObject':
        return engine.send(method, objectPath(bucket, key));
      case 'DeleteObjects':
        expectBody(headers, body);
        return engine.send(method, `${objectPath(bucket, '').slice(0, -1)}?delete`, { 'content-type': 'application/xml' }, body);
      case 'ListObjects':
        return engine.send(method, `/${encodeURIComponent(bucket)}?${listQuery(request)}`);
      case 'HeadBucket':
      case 'ListBuckets':
        return engine.send(method, `/${encodeURIComponent(bucket)}`);
    }
  };
};
