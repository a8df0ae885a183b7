/**
 * One execution environment: a worker thread that loads one bundle and runs its handler for one call at a time.
 * The virtual Date comes first, so that the bundle never sees the machine's.
 */
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { installVirtualDate } from '../virtual-date.ts';
import { captureOutput } from './capture-output.ts';
import { type ReportedError, reportedError } from './log-format.ts';
import { markNestedCalls } from './nested-calls.ts';
import type { CallMessage, EnvironmentData, WorkerMessage } from './protocol.ts';

type Handler = (event: unknown, context: unknown) => unknown;

const port = parentPort;
if (!port) throw new Error('worker.ts runs as a worker thread');
const tell = (message: WorkerMessage) => port.postMessage(message);
const data: EnvironmentData = workerData;

enableCompileCache(data.compileCache);
installVirtualDate(data.clock);
let requestId = '';
markNestedCalls(data.marksCalls ? () => requestId : undefined);
captureOutput({ ...data, line: (line) => tell({ kind: 'line', line }), requestId: () => requestId });

const crash = (error: ReportedError) => {
  console.error(`${error.errorType}: ${error.errorMessage}`, error.trace.join('\n'));
  tell({ kind: 'crash', error });
  process.exit(129);
};
process.on('uncaughtException', (error) => crash(reportedError(error)));
process.on('unhandledRejection', (reason) => {
  const { errorType, errorMessage, trace } = reportedError(reason);
  crash({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: `${errorType}: ${errorMessage}`, trace });
});

const named = (errorType: string, errorMessage: string): ReportedError => ({ errorType, errorMessage, trace: [] });

const load = async (): Promise<Handler | ReportedError> => {
  const dot = data.handler.lastIndexOf('.');
  const [file, name] = [data.handler.slice(0, dot), data.handler.slice(dot + 1)];
  const path = ['.js', '.mjs', '.cjs']
    .map((extension) => join(data.folder, `${file}${extension}`))
    .find((candidate) => existsSync(candidate));
  if (!path) return named('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  try {
    const module: Record<string, unknown> = await import(pathToFileURL(path).href);
    const handler = module[name];
    if (typeof handler !== 'function') return named('Runtime.HandlerNotFound', `${data.handler} is undefined or not exported`);
    if (handler.length > 2)
      return named('Runtime.CallbackHandlerDeprecated', `${data.handler} takes a callback, which Node.js 24 in Lambda does not give`);
    return (event, context) => Reflect.apply(handler, undefined, [event, context]);
  } catch (error) {
    const report = reportedError(error);
    if (error instanceof SyntaxError) return { ...report, errorType: 'Runtime.UserCodeSyntaxError' };
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    return missing ? { ...report, errorType: 'Runtime.ImportModuleError' } : report;
  }
};

const contextOf = ({ functionArn, timeoutMs }: CallMessage) => {
  // Machine time: a jump of the virtual clock must not use up the time of a running call.
  const end = performance.now() + timeoutMs;
  const name = process.env['AWS_LAMBDA_FUNCTION_NAME'];
  return {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    awsRequestId: requestId,
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(end - performance.now())),
  };
};

const usedBytes = (): number => {
  const heap = getHeapStatistics();
  return heap.total_physical_size + heap.external_memory;
};

const run = async (handler: Handler, call: CallMessage): Promise<WorkerMessage> => {
  let result: unknown;
  try {
    result = await handler(JSON.parse(call.event), contextOf(call));
  } catch (error) {
    console.error(error);
    return { kind: 'failure', error: reportedError(error), usedBytes: usedBytes() };
  }
  try {
    return { kind: 'answer', payload: JSON.stringify(result) ?? 'null', usedBytes: usedBytes() };
  } catch (error) {
    return { kind: 'failure', error: { ...reportedError(error), errorType: 'Runtime.MarshalError' }, usedBytes: usedBytes() };
  }
};

const handler = await load();
if (typeof handler === 'function') {
  port.on('message', (call: CallMessage) => {
    requestId = call.requestId;
    void run(handler, call).then(tell);
  });
  tell({ kind: 'ready' });
} else {
  tell({ kind: 'unusable', error: handler });
}
