import type { FunctionConfig } from './function-config.ts';
import { type LogLevel, reaches } from './log-format.ts';

/** One call as Lambda's own log lines tell it. Times in milliseconds. */
export type CallReport = {
  readonly requestId: string;
  readonly status: 'success' | 'error' | 'failure' | 'timeout';
  readonly durationMs: number;
  /** Only of the first call of an environment. */
  readonly initMs: number | undefined;
  readonly usedBytes: number;
  readonly errorType?: string;
};

const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;

/** The lines that Lambda itself writes before a call: in the JSON format from system level INFO on. */
export const startLines = ({ log, name }: FunctionConfig, requestId: string, time: string, cold: boolean): readonly string[] => {
  if (log.format === 'Text') return [`START RequestId: ${requestId} Version: $LATEST`];
  if (!reaches('INFO', log.system)) return [];
  const init = { initializationType: 'on-demand', phase: 'init', functionName: name, functionVersion: '$LATEST' };
  return [
    ...(cold ? [JSON.stringify({ time, type: 'platform.initStart', record: init })] : []),
    JSON.stringify({ time, type: 'platform.start', record: { requestId, version: '$LATEST' } }),
  ];
};

/** The lines that Lambda itself writes after a call: what went well at INFO (its end only at DEBUG), anything else at WARN. */
export const endLines = ({ log, memoryMb, timeoutMs }: FunctionConfig, report: CallReport, time: string): readonly string[] => {
  const { requestId, status, durationMs, initMs, usedBytes, errorType } = report;
  const metrics = {
    durationMs: rounded(durationMs),
    billedDurationMs: Math.ceil(durationMs + (initMs ?? 0)),
    memorySizeMB: memoryMb,
    maxMemoryUsedMB: megabytes(usedBytes),
  };
  if (log.format === 'Text') {
    const init = initMs === undefined ? '' : `\tInit Duration: ${initMs.toFixed(2)} ms`;
    return [
      ...(status === 'timeout' ? [`${time} ${requestId} Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`] : []),
      `END RequestId: ${requestId}`,
      `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${metrics.billedDurationMs} ms\t` +
        `Memory Size: ${memoryMb} MB\tMax Memory Used: ${metrics.maxMemoryUsedMB} MB${init}`,
    ];
  }
  const cause = errorType && { errorType };
  const line = (level: LogLevel, type: string, record: object) =>
    reaches(level, log.system) ? [JSON.stringify({ time, type, record })] : [];
  const well = status === 'success';
  return [
    ...line(well ? 'DEBUG' : 'WARN', 'platform.runtimeDone', { requestId, status, ...cause, metrics: { durationMs: metrics.durationMs } }),
    ...line(well ? 'INFO' : 'WARN', 'platform.report', {
      requestId,
      metrics: { ...metrics, ...(initMs !== undefined && { initDurationMs: rounded(initMs) }) },
      status,
      ...cause,
    }),
  ];
};
