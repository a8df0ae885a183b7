import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { DeployedResource } from '../assembly/deployed-resource.ts';
import { LOCAL_REGION } from '../assembly/place.ts';
import type { VirtualClock } from '../clock.ts';
import { planBuckets } from './bucket-plan.ts';
import { corsHeaders } from './cors.ts';
import { createEngineClient, type EngineAnswer } from './engine-client.ts';
import { createOperations } from './object-operations.ts';
import { createObjectWrites, type ObjectWritesOptions } from './object-writes.ts';
import { verifySignature } from './signature.ts';
import { errorBody, StorageError } from './storage-error.ts';
import { operationOf } from './storage-operation.ts';
import { headerOrQuery, parseStorageRequest, type StorageRequest } from './storage-request.ts';

type StorageCounters = { readonly requests: Readonly<Record<string, number>>; readonly bytesIn: number; readonly bytesOut: number };
export type Storage = {
  /** For AWS_ENDPOINT_URL_S3; buckets stand in the path. */
  readonly endpoint: string;
  /** Creates the buckets of a template and notes which are scanned; then announces what a killed run left unannounced. Throws naming what is not implemented. */
  deploy(resources: readonly DeployedResource[]): Promise<void>;
  counters(): StorageCounters;
  stop(): Promise<void>;
};

const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local', region: LOCAL_REGION };
/** The engine takes no larger body. */
const LARGEST_BODY_BYTES = 11 * 1024 * 1024;
const NOT_ANSWERED = ['connection', 'keep-alive', 'transfer-encoding', 'date', 'content-length'];

const readLimited = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= LARGEST_BODY_BYTES) chunks.push(chunk);
  }
  if (size > LARGEST_BODY_BYTES) throw new StorageError(400, 'EntityTooLarge', `Your proposed upload exceeds ${LARGEST_BODY_BYTES} bytes`);
  return Buffer.concat(chunks);
};

/**
 * The object store that programs talk to: a front before the engine's S3 that verifies signatures, expiry by the virtual clock,
 * checksums and preconditions, which the engine does not. Objects lie in the engine's `<dataDir>/fauxqs.db`.
 * @param options.port 0 takes a free one
 */
export const openStorage = async (
  options: Omit<ObjectWritesOptions, 'engine'> & { readonly engineEndpoint: string; readonly clock: VirtualClock; readonly port?: number },
): Promise<Storage> => {
  const { clock } = options;
  const engine = createEngineClient(options.engineEndpoint);
  const writes = createObjectWrites({ ...options, engine });
  const run = createOperations(engine, writes);
  const requests: Record<string, number> = {};
  let [bytesIn, bytesOut] = [0, 0];

  const crossOrigin = (request: StorageRequest, method: string, asked?: readonly string[]) => {
    const origin = request.headers.get('origin');
    return origin === undefined ? {} : corsHeaders(writes.buckets.get(request.bucket)?.cors ?? [], origin, method, asked);
  };

  const preflight = (request: StorageRequest): Record<string, string> => {
    const asked = (request.headers.get('access-control-request-headers') ?? '')
      .split(',')
      .flatMap((name) => name.trim().toLowerCase() || []);
    const allowed = crossOrigin(request, request.headers.get('access-control-request-method') ?? '', asked);
    if (Object.keys(allowed).length === 0)
      throw new StorageError(403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
    return allowed;
  };

  const answer = async (request: StorageRequest, body: Buffer): Promise<EngineAnswer> => {
    if (request.method === 'OPTIONS') return { status: 200, headers: preflight(request), body: Buffer.alloc(0) };
    verifySignature(request, CREDENTIALS, clock.now());
    const headers = headerOrQuery(request);
    const operation = operationOf(request, headers);
    requests[operation] = (requests[operation] ?? 0) + 1;
    bytesIn += body.length;
    const given = await run(operation, request, headers, body);
    return { ...given, headers: { ...given.headers, ...crossOrigin(request, request.method) } };
  };

  const fail = (error: unknown, incoming: IncomingMessage, requestId: string): EngineAnswer => {
    const known = error instanceof StorageError ? error : new StorageError(500, 'InternalError', String(error));
    const [path = '/'] = (incoming.url ?? '/').split('?');
    return { status: known.status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(errorBody(known, path, requestId)) };
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const requestId = randomUUID();
    let request: StorageRequest | undefined;
    const given = await readLimited(incoming)
      .then((body) => {
        request = parseStorageRequest(incoming.method ?? '', incoming.url ?? '/', incoming.headers);
        return answer(request, body);
      })
      .catch((error: unknown) => {
        const failure = fail(error, incoming, requestId);
        // A browser must be able to read why it was refused.
        return request ? { ...failure, headers: { ...failure.headers, ...crossOrigin(request, request.method) } } : failure;
      });
    const isHead = incoming.method === 'HEAD';
    const kept = Object.entries(given.headers).filter(([name]) => !NOT_ANSWERED.includes(name) && !name.startsWith('x-amz-id'));
    bytesOut += given.body.length;
    response.writeHead(given.status, {
      ...Object.fromEntries(kept),
      'content-length': isHead && given.status < 300 ? (given.headers['content-length'] ?? '0') : String(given.body.length),
      'x-amz-request-id': requestId,
      // The SDK compares this with its own clock, which is virtual, and would sign with the machine's from then on.
      date: new Date(clock.now()).toUTCString(),
    });
    response.end(isHead ? undefined : given.body);
  };

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();

  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    deploy: async (resources) => {
      const { buckets, protections } = planBuckets(resources);
      for (const bucket of buckets) {
        const { status, body } = await engine.send('PUT', `/${encodeURIComponent(bucket.name)}`);
        if (status >= 300 && status !== 409) throw new Error(`the bucket ${bucket.name} was not created: ${body}`);
        writes.buckets.set(bucket.name, bucket);
      }
      for (const protection of protections) writes.protect(protection);
      await writes.resume();
    },
    counters: () => ({ requests: { ...requests }, bytesIn, bytesOut }),
    stop: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      engine.stop();
      writes.stop();
    },
  };
};
