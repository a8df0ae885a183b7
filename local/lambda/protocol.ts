import type { LogFormat, LogLevel, ReportedError } from './log-format.ts';

/** What a worker needs to become an execution environment of one function. */
export type EnvironmentData = {
  readonly clock: SharedArrayBuffer;
  readonly compileCache: string;
  readonly folder: string;
  readonly handler: string;
  readonly logFormat: LogFormat;
  readonly applicationLevel: LogLevel;
  /** Whether requests say which call of the function they belong to (egress.ts). */
  readonly marksCalls: boolean;
};

/** One call, sent to an idle worker. */
export type CallMessage = {
  readonly requestId: string;
  readonly functionArn: string;
  /** The event as JSON text. */
  readonly event: string;
  /** Machine milliseconds that the handler may take. */
  readonly timeoutMs: number;
};

/** What a worker tells. `ready` or `unusable` comes once; then each call gives any number of `line` and one of `answer`, `failure`, `crash`. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly error: ReportedError }
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'answer'; readonly payload: string; readonly usedBytes: number }
  | { readonly kind: 'failure'; readonly error: ReportedError; readonly usedBytes: number }
  | { readonly kind: 'crash'; readonly error: ReportedError };

/**
 * Header by which a request that a function makes tells an HTTP API of this runtime that a caller is waiting in an environment.
 * The API takes it off before the event is made.
 */
export const NESTED_CALL_HEADER = 'x-local-nested-call';

/** Header by which a request tells the egress (egress.ts) the id of the invocation that makes it. The egress takes it off. */
export const INVOCATION_HEADER = 'x-local-invocation';
