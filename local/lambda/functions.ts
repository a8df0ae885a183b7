import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { DeployedResource } from '../assembly/deployed-resource.ts';
import { arnOf, LOCAL_REGION } from '../assembly/place.ts';
import type { VirtualClock } from '../clock.ts';
import type { InvokeFunction, InvokeResult } from '../invoke.ts';
import { type AsyncSettings, DEFAULT_ASYNC_SETTINGS, type Deliver, openAsyncCalls } from './async-calls.ts';
import { readAsyncSettings } from './async-settings.ts';
import type { Egress } from './egress.ts';
import { startEnvironment } from './environment.ts';
import { openEnvironmentPool } from './environment-pool.ts';
import { type FunctionConfig, readFunctionConfig } from './function-config.ts';
import type { LogGroups } from './log-groups.ts';
import { endLines, startLines } from './platform-lines.ts';
import { writeWorkerProgram } from './worker-program.ts';

/** Largest event and largest answer of a synchronous call. */
const LARGEST_PAYLOAD_BYTES = 6 * 1024 * 1024;

export type FunctionsOptions = {
  readonly clock: VirtualClock;
  /** Holds the asynchronous events that are not done yet. */
  readonly dataDir: string;
  /** `AWS_ENDPOINT_URL_<SERVICE>` of every service that this runtime serves; each function gets all of them. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly logs: LogGroups;
  /** Sends what asynchronous calls end in to queues and topics. */
  readonly deliver: Deliver;
  /** The runtime's own remarks. */
  readonly log: (line: string) => void;
  /** @default 8 */
  readonly maxWarm?: number;
  /** @default 2 */
  readonly perFunction?: number;
  /** Stands between the functions and what they call; without it they call directly. */
  readonly egress?: Egress | undefined;
};

/** @param nested the caller waits inside a function itself (see EnvironmentPool.acquire) */
export type Invoke = (functionArn: string, event: unknown, options?: { readonly nested?: boolean }) => Promise<InvokeResult>;

type FunctionCounters = {
  readonly invocations: number;
  readonly coldStarts: number;
  readonly logBytes: number;
  readonly byFunction: Readonly<Record<string, { readonly invocations: number; readonly coldStarts: number; readonly errors: number }>>;
};

export type Functions = {
  /** Makes these functions callable. Takes all of a cell's resources and picks functions and their invoke configurations. */
  deploy(resources: readonly DeployedResource[]): void;
  readonly invoke: Invoke & InvokeFunction;
  /** Accepts an event; the call, its retries and its destination follow. Settings given here win over the function's own. */
  invokeAsync(functionArn: string, event: unknown, settings?: Partial<AsyncSettings>): Promise<void>;
  /** Goes on with the asynchronous events of the last run; call it when all engines are up. */
  resume(): void;
  counters(): FunctionCounters;
  /** Environments that exist now. */
  warm(): number;
  /** Ends the idle environments of functions with these logical ids, as Lambda may at any time: their next call is a cold start. */
  cool(logicalIds: readonly string[]): void;
  /** Asynchronous events not done yet, those waiting for a retry included. */
  pending(): number;
  /** Of those, the ones waiting for a retry. */
  waiting(): number;
  /** Calls under way, those waiting for an environment included. */
  busy(): number;
  stop(): Promise<void>;
};

type Deployed = { readonly config: FunctionConfig; settings: AsyncSettings; invocations: number; coldStarts: number; errors: number };

/** Runs the functions of the synthesized template in worker threads. */
export const openFunctions = (options: FunctionsOptions): Functions => {
  const { clock, dataDir, endpoints, logs, deliver, log, egress } = options;
  // Lambda's time zone is UTC. Worker threads share the process's, whatever their own environment says.
  process.env['TZ'] = 'UTC';
  const deployed = new Map<string, Deployed>();
  const program = writeWorkerProgram(dataDir);
  const pool = openEnvironmentPool({
    maxWarm: options.maxWarm ?? 8,
    perFunction: options.perFunction ?? 2,
    start: (config) =>
      startEnvironment({
        program,
        compileCache: join(dataDir, 'compile-cache'),
        config,
        variables: rerouted(variablesOf(config, endpoints), egress),
        marksCalls: egress !== undefined,
        clock: clock.shared,
        line: (line) => logs.write(config.log.group, line),
      }),
  });

  const find = (functionArn: string): Deployed => {
    const name = functionArn.startsWith('arn:') ? functionArn.split(':')[6] : functionArn.split(':')[0];
    const found = deployed.get(arnOf('lambda', `function:${name}`));
    if (!found) throw new Error(`there is no function ${functionArn}`);
    return found;
  };

  const call: Invoke = async (functionArn, event, { nested = false } = {}) => {
    const entry = find(functionArn);
    const { config } = entry;
    const text = JSON.stringify(event) ?? 'null';
    if (Buffer.byteLength(text) > LARGEST_PAYLOAD_BYTES) {
      return refused(
        'RequestTooLargeException',
        `Request must be smaller than ${LARGEST_PAYLOAD_BYTES} bytes for the InvokeFunction operation`,
      );
    }
    const environment = await pool.acquire(config, nested).catch((error: Error) => error);
    if (environment instanceof Error) return refused('Runtime.ExitError', environment.message);
    const requestId = randomUUID();
    const time = () => new Date(clock.now()).toISOString();
    const write = (lines: readonly string[]) => {
      for (const line of lines) logs.write(config.log.group, line);
    };
    entry.invocations += 1;
    write(startLines(config, requestId, time(), !environment.used));
    egress?.began({ id: requestId, functionId: config.logicalId, cold: !environment.used, kill: environment.kill });
    const { outcome, durationMs, initMs, usedBytes } = await environment.call(requestId, text);
    egress?.ended(requestId);
    if (initMs !== undefined) entry.coldStarts += 1;
    if (outcome.status !== 'success') entry.errors += 1;
    const errorType = outcome.status === 'success' ? undefined : outcome.error.errorType;
    write(endLines(config, { requestId, status: outcome.status, durationMs, initMs, usedBytes, ...(errorType && { errorType }) }, time()));
    pool.release(environment);
    if (outcome.status !== 'success') return { ok: false, ...outcome.error };
    const size = Buffer.byteLength(outcome.payload);
    if (size > LARGEST_PAYLOAD_BYTES) {
      return refused(
        'Function.ResponseSizeTooLarge',
        `Response payload size (${size} bytes) exceeded maximum allowed payload size (${LARGEST_PAYLOAD_BYTES} bytes).`,
      );
    }
    const payload: unknown = JSON.parse(outcome.payload);
    return { ok: true, payload };
  };

  let busy = 0;
  const invoke: Invoke = async (functionArn, event, how) => {
    busy += 1;
    try {
      return await call(functionArn, event, how);
    } finally {
      busy -= 1;
    }
  };

  const asyncCalls = openAsyncCalls({ directory: join(dataDir, 'async-calls'), clock, invoke, deliver, log });

  return {
    deploy: (resources) => {
      for (const resource of resources.filter(({ type }) => type === 'AWS::Lambda::Function')) {
        const config = readFunctionConfig(resource);
        const settings = { ...DEFAULT_ASYNC_SETTINGS, deadLetterArn: config.deadLetterArn };
        deployed.set(config.arn, { config, settings, invocations: 0, coldStarts: 0, errors: 0 });
      }
      for (const resource of resources.filter(({ type }) => type === 'AWS::Lambda::EventInvokeConfig')) {
        const { functionName, settings } = readAsyncSettings(resource);
        const entry = find(functionName);
        entry.settings = { ...entry.settings, ...settings };
      }
    },
    invoke,
    invokeAsync: async (functionArn, event, settings) => {
      const entry = find(functionArn);
      await asyncCalls.accept(entry.config.arn, event, { ...entry.settings, ...settings });
    },
    resume: asyncCalls.resume,
    counters: () => {
      const entries = [...deployed.values()];
      return {
        invocations: entries.reduce((sum, { invocations }) => sum + invocations, 0),
        coldStarts: entries.reduce((sum, { coldStarts }) => sum + coldStarts, 0),
        logBytes: logs.bytes(),
        byFunction: Object.fromEntries(
          entries.map(({ config, invocations, coldStarts, errors }) => [config.name, { invocations, coldStarts, errors }]),
        ),
      };
    },
    warm: pool.warm,
    cool: (logicalIds) => pool.cool(({ logicalId }) => logicalIds.includes(logicalId)),
    pending: asyncCalls.pending,
    waiting: asyncCalls.waiting,
    busy: () => busy,
    stop: async () => {
      asyncCalls.stop();
      await pool.stop();
    },
  };
};

const refused = (errorType: string, errorMessage: string): InvokeResult => ({ ok: false, errorType, errorMessage, trace: [] });

/** What a function finds in its environment: the template's variables, what Lambda sets, and where the services are. */
const variablesOf = (config: FunctionConfig, endpoints: Readonly<Record<string, string>>): Record<string, string> => ({
  AWS_REGION: LOCAL_REGION,
  AWS_LAMBDA_FUNCTION_NAME: config.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memoryMb),
  AWS_LAMBDA_LOG_GROUP_NAME: config.log.group,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  TZ: 'UTC',
  ...endpoints,
  ...config.variables,
});

const rerouted = (variables: Readonly<Record<string, string>>, egress: Egress | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, egress ? egress.reroute(value) : value]));
