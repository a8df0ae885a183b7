import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isObject } from './json-fields.ts';

/**
 * The engine is a child process: it outlives a parent that was killed. So its process is recorded in the data folder, and
 * the next boot ends it. Process numbers are reused, hence what runs under a number is looked at before it is ended.
 */
type EngineRecord = { readonly pid: number; readonly parent: number; readonly parentStarted: string };

/** What /proc says about a process; undefined when it is gone (or a zombie). */
const processFile = (pid: number, file: string): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
};

/** Start time of a process in clock ticks since the machine's boot: tells a process from a later one with the same number. */
const startedAt = (pid: number): string | undefined => {
  const stat = processFile(pid, 'stat');
  // The second field is the program's name in parentheses and may hold spaces; the start time is the 20th field after it.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields?.[0] === 'Z' ? undefined : fields?.[19];
};

const readRecord = (file: string): EngineRecord | undefined => {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isObject(value)) return undefined;
    const { pid, parent, parentStarted } = value;
    return typeof pid === 'number' && typeof parent === 'number' && typeof parentStarted === 'string'
      ? { pid, parent, parentStarted }
      : undefined;
  } catch {
    return undefined;
  }
};

const isEngineOf = (pid: number, database: string): boolean => {
  const words = processFile(pid, 'cmdline')?.split('\0') ?? [];
  return (words[0] ?? '').endsWith('dynoxide') && words.includes(database);
};

const ended = async (pid: number, database: string, withinMs: number): Promise<boolean> => {
  const deadline = performance.now() + withinMs;
  while (isEngineOf(pid, database)) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return true;
};

/** Records a started engine, so that the next boot can end it if this process dies. */
export const recordEngine = (file: string, pid: number): void => {
  const record: EngineRecord = { pid, parent: process.pid, parentStarted: startedAt(process.pid) ?? '' };
  writeFileSync(file, JSON.stringify(record));
};

export const forgetEngine = (file: string): void => rmSync(file, { force: true });

/**
 * Ends the engine that an earlier run left behind on this database.
 * @returns the number of the process that was ended, if any
 * @throws when the run that started it is still alive: two runtimes on one data folder would corrupt each other's state
 */
export const endLeftover = async (file: string, database: string): Promise<number | undefined> => {
  const record = readRecord(file);
  if (!record || !isEngineOf(record.pid, database)) return undefined;
  if (startedAt(record.parent) === record.parentStarted) {
    throw new Error(`the data folder of ${database} is in use by process ${record.parent}`);
  }
  process.kill(record.pid, 'SIGTERM');
  if (!(await ended(record.pid, database, 5_000))) {
    process.kill(record.pid, 'SIGKILL');
    await ended(record.pid, database, 5_000);
  }
  forgetEngine(file);
  return record.pid;
};
