import { format } from 'node:util';

export const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type LogLevel = (typeof levels)[number];
export type LogFormat = 'JSON' | 'Text';

export const reaches = (level: LogLevel, threshold: LogLevel): boolean => levels.indexOf(level) >= levels.indexOf(threshold);

/** An error as Lambda reports it in answers. */
export type ReportedError = { readonly errorType: string; readonly errorMessage: string; readonly trace: readonly string[] };

export const reportedError = (error: unknown): ReportedError =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

const errorFields = (error: Error) => ({
  errorType: error.constructor.name,
  errorMessage: error.message,
  stackTrace: error.stack?.split('\n') ?? [],
});

/** One call of a console method, as Lambda's JSON log format writes it: a single argument stays what it is, several become a text. */
export const jsonLine = (time: string, level: LogLevel, requestId: string, parts: readonly unknown[]): string => {
  const line = { timestamp: time, level, requestId };
  const [only] = parts;
  if (parts.length === 1) {
    try {
      return JSON.stringify({ ...line, message: only }, (_key, value: unknown) => (value instanceof Error ? errorFields(value) : value));
    } catch {
      // Not serializable: written as a text below.
    }
  }
  const error = parts.find((part) => part instanceof Error);
  return JSON.stringify({ ...line, message: format(...parts), ...(parts.length > 1 && error && errorFields(error)) });
};

export const textLine = (time: string, level: LogLevel, requestId: string, parts: readonly unknown[]): string =>
  `${time}\t${requestId}\t${level}\t${format(...parts)}`;
