import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { CountedCall } from '../../../local/dynamodb/call-counters.ts';
import type { Runtime } from '../../../local/runtime.ts';
import { routeOf } from './front.ts';
import { logReader } from './log-lines.ts';
import { addCounts, type Invocation, type Use } from './use.ts';

/** Node tells here of every request that a server of this process is about to answer. */
const REQUEST_STARTED = 'http.server.request.start';

const isRequestStart = (message: unknown): message is { readonly request: IncomingMessage } =>
  typeof message === 'object' && message !== null && 'request' in message;

const portOf = (url: string | undefined): number => Number(new URL(url ?? 'http://0').port);

/** Whether a call belongs to the sweep of deadlines, which runs by the clock and not for a dossier. */
const isSweep = ({ input }: CountedCall): boolean => {
  const text = JSON.stringify(input);
  return text.includes('"SWEEP"') || input['IndexName'] === 'deadline';
};

const SWEEP_FUNCTION = /EnactDeadlines/;

export type Watch = {
  /** What was used since the last call. */
  take(): Promise<Use>;
  stop(): void;
};

/**
 * Counts everything that the runtime's functions and clients use, without touching it: database calls at its proxy, other services
 * at their doors, functions and log bytes from their logs.
 */
export const watchRuntime = (runtime: Runtime, logFolder: string): Watch => {
  const aws = portOf(runtime.endpoints['AWS_ENDPOINT_URL_KMS']);
  const storage = portOf(runtime.endpoints['AWS_ENDPOINT_URL_S3']);
  const apis = new Map([
    [portOf(runtime.api), ''],
    [portOf(runtime.nationalApi), 'national '],
  ]);
  let database: CountedCall[] = [];
  let services: Record<string, number> = {};
  let api: Record<string, number> = {};
  const count = (counts: Record<string, number>, name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };

  const endCalls = runtime.proxy.onCall((call) => database.push(call));
  const onRequest = (message: unknown) => {
    if (!isRequestStart(message)) return;
    const { headers, method = '', url = '', socket } = message.request;
    const port = socket.localPort ?? 0;
    const prefix = apis.get(port);
    if (prefix !== undefined) count(api, prefix + routeOf(method, url));
    else if (port === aws) count(services, String(headers['x-amz-target']).replace(/_\d{8}/, ''));
    else if (port === storage) count(services, `S3.${method}`);
  };
  subscribe(REQUEST_STARTED, onRequest);

  const groupNames = new Map(
    runtime.resources
      .filter(({ type }) => type === 'AWS::Logs::LogGroup')
      .map(({ physicalId, logicalId }) => [
        physicalId.replace(/^\//, '').replaceAll(/[^\w.-]/g, '_'),
        logicalId.replace(/Logs[0-9A-F]{8}$/, ''),
      ]),
  );
  const newLines = logReader(logFolder);
  let transitions = runtime.counters().stateTransitions;
  let queues: Readonly<Record<string, number>> = {};

  return {
    take: async () => {
      const nowTransitions = runtime.counters().stateTransitions;
      const nowQueues = { ...(await runtime.queues.counters()).requests };
      const logged = [...newLines()].map(([file, calls]) => ({ name: groupNames.get(file) ?? file, ...calls }));
      const own = logged.filter(({ name }) => !SWEEP_FUNCTION.test(name));
      const deleted = (nowQueues['DeleteMessage'] ?? 0) - (queues['DeleteMessage'] ?? 0);
      const use: Use = {
        api,
        invocations: own.flatMap(({ name, reports }) => reports.map((report): Invocation => ({ name, ...report }))),
        queueMessages: own.reduce((sum, { messages }) => sum + messages, 0) + deleted,
        database: database.filter((call) => !isSweep(call)),
        transitions: nowTransitions - transitions,
        logBytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
        services: addCounts(services, addCounts(nowQueues, queues, -1)),
      };
      transitions = nowTransitions;
      queues = nowQueues;
      database = [];
      services = {};
      api = {};
      return use;
    },
    stop: () => {
      endCalls();
      unsubscribe(REQUEST_STARTED, onRequest);
    },
  };
};
