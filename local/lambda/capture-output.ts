import { jsonLine, type LogFormat, type LogLevel, reaches, textLine } from './log-format.ts';

export type CaptureOptions = {
  readonly logFormat: LogFormat;
  /** Console calls below it are dropped; only the JSON format filters. */
  readonly applicationLevel: LogLevel;
  readonly line: (line: string) => void;
  /** Id of the call under way; empty during the init. */
  readonly requestId: () => string;
};

const METHODS = { trace: 'TRACE', debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR' } as const;

/**
 * Sends all output of this thread to `line`: console calls in the function's log format, and what is written to stdout or
 * stderr directly as it is, line by line.
 */
export const captureOutput = ({ logFormat, applicationLevel, line, requestId }: CaptureOptions): void => {
  const write = logFormat === 'JSON' ? jsonLine : textLine;
  for (const [method, level] of Object.entries(METHODS)) {
    Object.assign(console, {
      [method]: (...parts: readonly unknown[]) => {
        if (logFormat === 'Text' || reaches(level, applicationLevel)) line(write(new Date().toISOString(), level, requestId(), parts));
      },
    });
  }
  for (const stream of [process.stdout, process.stderr]) {
    Object.assign(stream, {
      write: (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
        const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
        for (const written of text.split('\n')) if (written !== '') line(written);
        const callback = typeof encoding === 'function' ? encoding : done;
        if (typeof callback === 'function') callback();
        return true;
      },
    });
  }
};
