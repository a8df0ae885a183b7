import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** CloudWatch Logs counts this for each event beside its bytes. */
const EVENT_OVERHEAD_BYTES = 26;

/** Lambda's report on a call, which the template asks for only below level WARN. */
const Report = z.object({
  type: z.literal('platform.report'),
  record: z.object({ status: z.string(), metrics: z.object({ durationMs: z.number(), memorySizeMB: z.number() }) }),
});
const Platform = z.object({ type: z.string().startsWith('platform.'), record: z.object({ status: z.string().optional() }) });
/** The line of a queue's consumer. */
const Consumer = z.object({ messages: z.int().nonnegative(), failed: z.int() });

/** What new lines of one log group tell. */
export type LoggedCalls = {
  /** Duration and memory of each call. */
  readonly reports: readonly { readonly durationMs: number; readonly memoryMb: number }[];
  /** Bytes of the lines that the deployed log level would let through. */
  readonly bytes: number;
  readonly messages: number;
};

const json = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/** At level WARN, Lambda itself writes of calls that failed only. */
const wouldBeWritten = (value: unknown): boolean => {
  const platform = Platform.safeParse(value);
  if (!platform.success) return true;
  const { status } = platform.data.record;
  return status !== undefined && status !== 'success';
};

export const readLines = (lines: readonly string[]): LoggedCalls => {
  const values = lines.map((line) => ({ line, value: json(line) }));
  const reports = values.flatMap(({ value }) => {
    const report = Report.safeParse(value);
    if (!report.success) return [];
    const { durationMs, memorySizeMB } = report.data.record.metrics;
    return [{ durationMs, memoryMb: memorySizeMB }];
  });
  const written = values.filter(({ value }) => wouldBeWritten(value));
  const messages = values.map(({ value }) => Consumer.safeParse(value).data?.messages ?? 0).reduce((sum, count) => sum + count, 0);
  return {
    reports,
    bytes: written.reduce((sum, { line }) => sum + Buffer.byteLength(line) + EVENT_OVERHEAD_BYTES, 0),
    messages,
  };
};

const readFrom = (file: string, start: number, end: number): string => {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(end - start);
    readSync(descriptor, buffer, 0, buffer.length, start);
    return buffer.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
};

/** Reads the lines that were added to the files of a folder since the last reading, by file name without `.log`. */
export const logReader = (folder: string): (() => ReadonlyMap<string, LoggedCalls>) => {
  const positions = new Map<string, number>();
  return () => {
    const found = new Map<string, LoggedCalls>();
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      const file = join(folder, name);
      const { size } = statSync(file);
      const from = positions.get(name) ?? 0;
      positions.set(name, size);
      if (size > from) found.set(name.replace(/\.log$/, ''), readLines(readFrom(file, from, size).split('\n').filter(Boolean)));
    }
    return found;
  };
};
