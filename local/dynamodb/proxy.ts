import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody } from '../aws-json.ts';
import type { VirtualClock } from '../clock.ts';
import { type CallCounters, createCallCounters } from './call-counters.ts';
import { answerJson, createEngineCall, type EngineAnswer, errorType } from './engine-call.ts';
import type { EngineDatabase } from './engine-database.ts';
import { cancelledBody, conflictBody, createFaults, type DynamoRequest, errorBody, type Faults, throttleBody } from './faults.ts';
import { isObject, type JsonObject } from './json-fields.ts';
import { createKeyLocks } from './key-locks.ts';
import { createMeasuredRead, isRead, uncountedParameters } from './measured-read.ts';
import { createMeasuredWrite, type MeasuredAnswer } from './measured-write.ts';
import { readTableShape } from './table-shape.ts';
import { openTimeToLive } from './time-to-live.ts';
import type { TableShape } from './units.ts';
import { isWrite, tablesOf } from './write-plan.ts';

/** A hook may wait, to hold a request at this point; when it throws, the connection is dropped. */
type RequestHook = (request: DynamoRequest) => void | Promise<void>;

export type DynamoProxy = Pick<CallCounters, 'counters' | 'mark' | 'since' | 'onCall'> & {
  /** What functions get as AWS_ENDPOINT_URL_DYNAMODB (and _DYNAMODB_STREAMS). */
  readonly url: string;
  readonly faults: Faults;
  /** Before the request reaches the engine; the returned function takes the hook away. */
  beforeCall(hook: RequestHook): () => void;
  /** After the engine executed it, before its answer leaves. */
  afterCall(hook: RequestHook): () => void;
  /** Hears of each table that a successful write changed: streams need not wait for their next poll. */
  onWrite(listener: (table: string) => void): () => void;
  /** Deletes expired items now; resolves to their number. */
  sweepExpired(): Promise<number>;
  stop(): Promise<void>;
};

type ProxyOptions = {
  /** The engine's own endpoint. */
  readonly endpoint: string;
  /** Of openDynamoEngine; without it a deletion by time to live has no author in its stream record. */
  readonly database?: EngineDatabase | undefined;
  readonly clock: VirtualClock;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly random?: () => number;
};

/** PartiQL is refused: its units could not be counted from the request. */
const REFUSED = ['ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction'];
const JSON_TYPE = { 'content-type': 'application/x-amz-json-1.0' };

const refusal = (body: string): MeasuredAnswer => ({
  answer: { status: 400, headers: JSON_TYPE, body: Buffer.from(body) },
  spent: [],
  written: [],
});

/** Adds to a set; gives back the removal. */
const keptIn = <T>(set: Set<T>, value: T) => {
  set.add(value);
  return () => void set.delete(value);
};

const inputOf = (body: Buffer): JsonObject => {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
};

/** Opens the HTTP front of DynamoDB: counts capacity units, injects faults, expires items. Open it once the tables are there. */
export const openDynamoProxy = async ({ endpoint, database, clock, port = 0, random }: ProxyOptions): Promise<DynamoProxy> => {
  const engine = createEngineCall(endpoint);
  const counting = createCallCounters();
  const { faults, take } = createFaults(random);
  const [before, after, writeListeners] = [new Set<RequestHook>(), new Set<RequestHook>(), new Set<(table: string) => void>()];
  const locks = createKeyLocks();

  const shapes = new Map<string, Promise<TableShape>>();
  const shapeOf = (table: string): Promise<TableShape> => {
    const known = shapes.get(table);
    if (known) return known;
    const shape = readTableShape(engine, table);
    shapes.set(table, shape);
    shape.catch(() => shapes.delete(table));
    return shape;
  };
  const measuredWrite = createMeasuredWrite(engine, shapeOf, locks);
  const measuredRead = createMeasuredRead(engine, shapeOf);
  const timeToLive = await openTimeToLive({ engine, database, clock, shapeOf, locks });

  const execute = async ({ operation, input, tables }: DynamoRequest, send: () => Promise<EngineAnswer>): Promise<MeasuredAnswer> => {
    if (isWrite(operation)) return measuredWrite(operation, input, send);
    if (isRead(operation)) return measuredRead(operation, input, send);
    // Anything else may change a table's shape.
    for (const table of tables) shapes.delete(table);
    return { answer: await send(), spent: [], written: [] };
  };

  const answerTo = async (
    request: DynamoRequest,
    send: () => Promise<EngineAnswer>,
  ): Promise<MeasuredAnswer & { readonly lost: boolean }> => {
    const uncounted = REFUSED.includes(request.operation) ? [request.operation] : uncountedParameters(request.operation, request.input);
    if (uncounted.length > 0) {
      return { ...refusal(errorBody('ValidationException', `the local runtime does not implement ${uncounted.join(', ')}`)), lost: false };
    }
    const fault = take(request);
    if (fault?.kind === 'conflict') return { ...refusal(conflictBody(request)), lost: false };
    if (fault?.kind === 'cancel' && request.operation.startsWith('Transact'))
      return { ...refusal(cancelledBody(request.input, fault.reason ?? 'ProvisionedThroughputExceeded')), lost: false };
    if (fault?.kind === 'throttle') return { ...refusal(throttleBody()), lost: false };
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? 100));
    return { ...(await execute(request, send)), lost: fault?.kind === 'lost-answer' };
  };

  const count = (request: DynamoRequest, { answer, spent }: MeasuredAnswer) => {
    const sum = (unit: 'readUnits' | 'writeUnits') => spent.reduce((total, each) => total + each[unit], 0);
    const error = answer.status === 200 ? undefined : errorType(answerJson(answer) ?? {});
    counting.add({
      ...request,
      requests: 1,
      readUnits: sum('readUnits'),
      writeUnits: sum('writeUnits'),
      status: answer.status,
      error,
      spent,
    });
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await readBody(incoming);
    const target = String(incoming.headers['x-amz-target'] ?? '');
    const [api = '', operation = ''] = target.split('.');
    const send = () => engine.send(target, body);
    const reply = (answer: EngineAnswer) => {
      // It would be the machine's time (see aws-json.ts).
      outgoing.sendDate = false;
      outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
      outgoing.end(answer.body);
    };
    if (api !== 'DynamoDB_20120810') return reply(await send());

    const input = inputOf(body);
    const request = { operation, input, tables: tablesOf(input), userAgent: String(incoming.headers['user-agent'] ?? '') };
    for (const hook of before) await hook(request);
    const result = await answerTo(request, send);
    count(request, result);
    for (const written of result.written) timeToLive.note(written);
    for (const table of new Set(result.written.map(({ write }) => write.table.name)))
      for (const listener of writeListeners) listener(table);
    for (const hook of after) await hook(request);
    if (result.lost) incoming.socket.destroy();
    else reply(result.answer);
  };

  const server = createServer((incoming, outgoing) => {
    // A hook that throws, and an engine that is gone, both look to the client like a connection that broke.
    serve(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();

  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`,
    counters: counting.counters,
    mark: counting.mark,
    since: counting.since,
    onCall: counting.onCall,
    faults,
    beforeCall: (hook) => keptIn(before, hook),
    afterCall: (hook) => keptIn(after, hook),
    onWrite: (listener) => keptIn(writeListeners, listener),
    sweepExpired: timeToLive.sweep,
    stop: () =>
      new Promise<void>((resolve) => {
        timeToLive.stop();
        server.close(() => {
          engine.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};
