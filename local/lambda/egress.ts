import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as sendRequest,
} from 'node:http';
import { readBody } from '../aws-json.ts';
import { type CallName, callName } from './call-name.ts';
import { INVOCATION_HEADER } from './protocol.ts';

/** One invocation of a function, as the egress is told of it. */
type Invocation = {
  readonly id: string;
  /** Logical id in the template. */
  readonly functionId: string;
  /** Whether it is the first of its environment. */
  readonly cold: boolean;
  /** Loses the environment: whoever invoked sees what Lambda tells of a sandbox that is gone. */
  kill(): void;
};

/** One attempt of one call that a function makes. */
export type FunctionCall = CallName & {
  readonly invocation: Omit<Invocation, 'kill'>;
  /** Which call of its invocation it is, from 0. The SDK's repeats of a call are the same call. */
  readonly index: number;
  /** From 1. */
  readonly attempt: number;
  /** `service.operation` of the invocation's calls up to this one. */
  readonly path: readonly string[];
  readonly body: string;
};

/** An answer that stands in for the service's own. */
export type Refusal = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };

type ServiceAnswer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

/**
 * What befalls an attempt. `die`: the environment is lost, either before the request leaves or once it was executed, with its answer
 * unread. `lose-answer`: executed, then the connection breaks. `refuse`: not executed, answered so instead.
 */
export type Disturbance =
  | { readonly kind: 'die'; readonly when: 'before' | 'after' }
  | { readonly kind: 'lose-answer' }
  | { readonly kind: 'refuse'; readonly answer: Refusal };

/** Sees every attempt in the order in which they come, and says what befalls it; undefined lets it through. */
export type Judge = (call: FunctionCall) => Disturbance | undefined;

/** Stands between the functions and everything they call over HTTP. */
export type Egress = {
  /** A text in which the addresses of the services are those of the egress. */
  reroute(text: string): string;
  began(invocation: Invocation): void;
  ended(invocationId: string): void;
  /** Replaces the judge; without one, everything passes. */
  judge(judge: Judge | undefined): void;
  /** Invocations under way. */
  busy(): number;
  stop(): Promise<void>;
};

/** An invocation under way, with the calls it has made: the SDK's own id of each, where it has one. */
type Running = Invocation & { readonly calls: { readonly sdkId: string | undefined; readonly name: string; attempts: number }[] };

/** Headers of one connection only. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', INVOCATION_HEADER]);

const passedOn = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));

const firstOf = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header);

/** Notes the attempt in its invocation and describes it. */
const describe = (running: Running, upstream: string, incoming: IncomingMessage, body: string): FunctionCall => {
  const { id, functionId, cold, calls } = running;
  const name = callName(upstream, incoming, body);
  const sdkId = firstOf(incoming.headers['amz-sdk-invocation-id']);
  const known = sdkId === undefined ? -1 : calls.findIndex((call) => call.sdkId === sdkId);
  const index = known === -1 ? calls.push({ sdkId, name: `${name.service}.${name.operation}`, attempts: 0 }) - 1 : known;
  const call = calls[index];
  if (!call) throw new Error('a call that was just noted is gone');
  call.attempts += 1;
  const path = calls.slice(0, index + 1).map((one) => one.name);
  return { ...name, invocation: { id, functionId, cold }, index, attempt: call.attempts, path, body };
};

/**
 * Opens a door in front of each of these addresses (name → origin). Requests that carry no invocation, such as a browser's with a link
 * that a function signed, pass untouched.
 */
export const openEgress = async (upstreams: Readonly<Record<string, string>>): Promise<Egress> => {
  const running = new Map<string, Running>();
  const agent = new Agent({ keepAlive: true });
  let judge: Judge | undefined;

  const forward = (origin: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<ServiceAnswer> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(origin);
      const outgoing = sendRequest({ hostname, port, method, path: url, headers: passedOn(headers), agent }, (answer) => {
        readBody(answer).then((read) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: read }), reject);
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  const reply = (incoming: IncomingMessage, outgoing: ServerResponse, { status, headers, body }: ServiceAnswer): void => {
    // The length of what a HEAD would have given stays as the service told it.
    const length = incoming.method === 'HEAD' ? {} : { 'content-length': body.length };
    outgoing.sendDate = false;
    outgoing.writeHead(status, { ...passedOn(headers), ...length });
    outgoing.end(body);
  };

  const lose = (invocation: Running): void => {
    running.delete(invocation.id);
    invocation.kill();
  };

  const serve = async (name: string, origin: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await readBody(incoming);
    const id = firstOf(incoming.headers[INVOCATION_HEADER]);
    if (id === undefined || id === 'init') return reply(incoming, outgoing, await forward(origin, incoming, body));
    const invocation = running.get(id);
    // What an invocation still sends after its end reaches nobody: its environment is frozen or gone.
    if (!invocation) return void incoming.socket.destroy();
    const disturbance = judge?.(describe(invocation, name, incoming, body.toString('utf8')));
    if (disturbance?.kind === 'die' && disturbance.when === 'before') return lose(invocation);
    if (disturbance?.kind === 'refuse')
      return reply(incoming, outgoing, { ...disturbance.answer, body: Buffer.from(disturbance.answer.body) });
    const answer = await forward(origin, incoming, body);
    if (disturbance?.kind === 'die') return lose(invocation);
    if (disturbance?.kind === 'lose-answer') return void incoming.socket.destroy();
    reply(incoming, outgoing, answer);
  };

  const doors = await Promise.all(
    Object.entries(upstreams).map(async ([name, origin]) => {
      const server = createServer((incoming, outgoing) => {
        // A service that is gone looks like one: the connection breaks.
        serve(name, origin, incoming, outgoing).catch(() => incoming.socket.destroy());
      });
      server.keepAliveTimeout = 60_000;
      await new Promise<void>((resolve, reject) => {
        server.on('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      const address = server.address();
      if (typeof address !== 'object' || !address) throw new Error('a door has no port');
      return { origin, server, url: `http://127.0.0.1:${address.port}` };
    }),
  );

  return {
    reroute: (text) => doors.reduce((rest, { origin, url }) => rest.replaceAll(origin, url), text),
    began: (invocation) => void running.set(invocation.id, { ...invocation, calls: [] }),
    ended: (id) => void running.delete(id),
    judge: (next) => {
      judge = next;
    },
    busy: () => running.size,
    stop: async () => {
      agent.destroy();
      await Promise.all(
        doors.map(
          ({ server }) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
              server.closeAllConnections();
            }),
        ),
      );
    },
  };
};
