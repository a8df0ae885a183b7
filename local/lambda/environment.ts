import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import type { FunctionConfig } from './function-config.ts';
import type { ReportedError } from './log-format.ts';
import type { CallMessage, EnvironmentData, WorkerMessage } from './protocol.ts';

/** How one call ended. A dead environment takes no further call. */
type CallEnd = {
  readonly durationMs: number;
  readonly usedBytes: number;
  readonly initMs: number | undefined;
  readonly outcome:
    | { readonly status: 'success'; readonly payload: string }
    | { readonly status: 'error' | 'failure' | 'timeout'; readonly error: ReportedError };
};

/** One warm worker of one function. */
export type Environment = {
  readonly config: FunctionConfig;
  /** Runs one call; the next may come only after it ended. Never rejects. */
  call(requestId: string, event: string): Promise<CallEnd>;
  readonly dead: boolean;
  /** Whether it has taken a call already. */
  readonly used: boolean;
  end(): Promise<void>;
  /** Ends it at once, in the middle of its call, which then ends as when Lambda's own sandbox is lost. */
  kill(): void;
};

export type EnvironmentOptions = {
  /** Address of the worker's program (worker.ts as JavaScript). */
  readonly program: URL;
  /** Folder in which V8 keeps what it compiled of the bundles. */
  readonly compileCache: string;
  readonly config: FunctionConfig;
  readonly variables: Readonly<Record<string, string>>;
  readonly clock: SharedArrayBuffer;
  readonly line: (line: string) => void;
  /** @default false */
  readonly marksCalls?: boolean;
};

/** Lambda gives the init phase ten seconds, or the function's timeout if that is longer. */
const SHORTEST_INIT_TIMEOUT_MS = 10_000;

/** Most of what a small handler allocates dies young; a small nursery keeps eight workers small. */
const YOUNG_GENERATION_MB = 16;

const failure = (errorType: string, errorMessage: string): ReportedError => ({ errorType, errorMessage, trace: [] });

export const startEnvironment = ({
  program,
  compileCache,
  config,
  variables,
  clock,
  line,
  marksCalls = false,
}: EnvironmentOptions): Environment => {
  const data: EnvironmentData = {
    clock,
    compileCache,
    folder: config.folder,
    handler: config.handler,
    logFormat: config.log.format,
    applicationLevel: config.log.application,
    marksCalls,
  };
  const started = performance.now();
  const worker = new Worker(program, {
    workerData: data,
    env: { ...variables },
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: config.memoryMb, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  // Output from outside JavaScript's own streams, such as a native warning.
  for (const stream of [worker.stdout, worker.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      for (const written of chunk.toString('utf8').split('\n')) if (written !== '') line(written);
    });
  }

  let initMs: number | undefined;
  let used = false;
  let death: ReportedError | undefined;
  let hear: ((message: WorkerMessage) => void) | undefined;
  const ready = Promise.withResolvers<ReportedError | undefined>();
  const exited = Promise.withResolvers<void>();

  const die = (error: ReportedError) => {
    death ??= error;
    ready.resolve(death);
    hear?.({ kind: 'crash', error: death });
  };
  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'line') line(message.line);
    else if (message.kind === 'ready') {
      initMs = performance.now() - started;
      ready.resolve(undefined);
    } else if (message.kind === 'unusable' || message.kind === 'crash') die(message.error);
    else hear?.(message);
  });
  worker.on('error', (error) => {
    const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    die(
      failure(
        'Runtime.ExitError',
        outOfMemory ? 'Runtime exited with error: signal: killed' : `Runtime exited with error: ${error.message}`,
      ),
    );
  });
  worker.on('exit', (code) => {
    die(
      failure(
        'Runtime.ExitError',
        code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`,
      ),
    );
    exited.resolve();
  });

  const end = async (): Promise<void> => {
    death ??= failure('Runtime.ExitError', 'the environment was ended');
    await worker.terminate();
    await exited.promise;
  };

  const kill = (): void => {
    die(failure('Runtime.ExitError', 'Runtime exited with error: signal: killed'));
    void worker.terminate();
  };

  /** Waits for `promise`, at most `ms` of machine time. */
  const within = async <T>(promise: Promise<T>, ms: number): Promise<T | 'timeout'> => {
    const late = Promise.withResolvers<'timeout'>();
    const timer = setTimeout(() => late.resolve('timeout'), ms);
    try {
      return await Promise.race([promise, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  };

  const answered = (message: CallMessage): Promise<WorkerMessage> => {
    const { promise, resolve } = Promise.withResolvers<WorkerMessage>();
    hear = resolve;
    worker.postMessage(message);
    return promise;
  };

  return {
    config,
    get dead() {
      return death !== undefined;
    },
    get used() {
      return used;
    },
    end,
    kill,
    call: async (requestId, event) => {
      const withId = ({ errorType, errorMessage, trace }: ReportedError): ReportedError =>
        errorType.startsWith('Runtime.Exit')
          ? { errorType, errorMessage: `RequestId: ${requestId} Error: ${errorMessage}`, trace }
          : { errorType, errorMessage, trace };
      const timedOut = (ms: number): ReportedError =>
        failure('Sandbox.Timedout', `RequestId: ${requestId} Error: Task timed out after ${(ms / 1000).toFixed(2)} seconds`);
      const failed = (status: 'error' | 'failure' | 'timeout', error: ReportedError, from: number, usedBytes = 0): CallEnd => ({
        durationMs: performance.now() - from,
        usedBytes,
        initMs: coldMs,
        outcome: { status, error },
      });

      let coldMs: number | undefined;
      const cold = !used;
      used = true;
      const initLimit = Math.max(SHORTEST_INIT_TIMEOUT_MS, config.timeoutMs);
      const unusable = await within(ready.promise, initLimit);
      if (cold) coldMs = initMs;
      if (unusable === 'timeout') {
        await end();
        return failed('timeout', timedOut(initLimit), started);
      }
      if (unusable) return failed('failure', withId(unusable), started);

      const from = performance.now();
      const message = await within(answered({ requestId, functionArn: config.arn, event, timeoutMs: config.timeoutMs }), config.timeoutMs);
      hear = undefined;
      if (message === 'timeout') {
        await end();
        return failed('timeout', timedOut(config.timeoutMs), from);
      }
      if (message.kind === 'answer') {
        return {
          durationMs: performance.now() - from,
          usedBytes: message.usedBytes,
          initMs: coldMs,
          outcome: { status: 'success', payload: message.payload },
        };
      }
      if (message.kind === 'failure') return failed('error', message.error, from, message.usedBytes);
      if (message.kind === 'crash') return failed('failure', withId(message.error), from);
      throw new Error(`unexpected ${message.kind} from the environment of ${config.name}`);
    },
  };
};
