import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';

export type Program = {
  readonly command: string;
  readonly args: readonly string[];
  /** @default this process's own */
  readonly cwd?: string;
  /** All of its environment. @default this process's own */
  readonly env?: Readonly<Record<string, string>>;
};

/** What a program printed, and its exit code; undefined when a signal ended it. */
export type Ended = { readonly code: number | undefined; readonly stdout: string; readonly stderr: string };

/** Children that have not ended. Each leads a process group of its own, so that what it started ends with it. */
const alive = new Set<number>();

const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: the whole group has ended.
  }
};

/** Ends every child and what it started, at once. */
export const endChildren = (): void => {
  for (const pid of alive) signalGroup(pid, 'SIGKILL');
};
process.on('exit', endChildren);

type Launched = { readonly child: ChildProcess; readonly pid: number; readonly ended: Promise<number | undefined> };

const launch = ({ command, args, cwd, env }: Program, stdin: 'ignore' | 'pipe'): Launched => {
  const child = spawn(command, args, { cwd, env: env ?? process.env, detached: true, stdio: [stdin, 'pipe', 'pipe'] });
  const { pid } = child;
  const ended = new Promise<number | undefined>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? undefined));
  });
  if (pid === undefined) return { child, pid: 0, ended };
  alive.add(pid);
  const forget = () => {
    signalGroup(pid, 'SIGKILL');
    alive.delete(pid);
  };
  // What it left in its group holds its streams open and would keep it from closing.
  child.once('exit', forget);
  ended.then(forget, forget);
  return { child, pid, ended };
};

const saidBy = ({ command, args }: Program): string => `${command} ${args.slice(0, 3).join(' ')}`;

/**
 * Runs a program to its end, whatever its exit code.
 * @throws Error with the end of what it printed when it takes longer than `seconds`; it and what it started are ended then
 */
export const run = async (program: Program, seconds: number): Promise<Ended> => {
  const { child, pid, ended } = launch(program, 'ignore');
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8');
    child[name]?.on('data', (text: string) => {
      printed[name] += text;
    });
  }
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    signalGroup(pid, 'SIGKILL');
  }, seconds * 1000);
  const code = await ended.finally(() => clearTimeout(timer));
  if (late) throw new Error(`${saidBy(program)} took longer than ${seconds} s:\n${`${printed.stdout}${printed.stderr}`.slice(-4000)}`);
  return { code, ...printed };
};

/** Runs a program that must end well, and gives what it printed. @throws Error with the end of that when it does not */
export const runToEnd = async (program: Program, seconds: number): Promise<string> => {
  const { code, stdout, stderr } = await run(program, seconds);
  const printed = `${stdout}${stderr}`;
  if (code !== 0) throw new Error(`${saidBy(program)} ended with ${code ?? 'a signal'}:\n${printed.slice(-4000)}`);
  return printed;
};

export type Server = {
  readonly pid: number;
  /** True until the process has ended, by itself or by `stop`. */
  running(): boolean;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
  /** The first whole line that it prints on its standard output. @throws Error when it ends before */
  readonly firstLine: Promise<string>;
  /** SIGTERM, and SIGKILL for what is still there after `graceMs`; resolves when it has ended. */
  stop(graceMs: number): Promise<void>;
};

/** The last lines of a log, for a failure's message. */
export const endOf = (logFile: string, lines: number): string => readFileSync(logFile, 'utf8').split('\n').slice(-lines).join('\n');

/**
 * Starts a program that stays up; both its streams are appended to `logFile`. Its standard input stays open as long as this process
 * lives: a program that ends with its input cannot be left behind.
 */
export const startServer = (program: Program, logFile: string): Server => {
  const { child, pid, ended } = launch(program, 'pipe');
  const log = createWriteStream(logFile, { flags: 'a' });
  for (const stream of [child.stdout, child.stderr]) stream?.pipe(log, { end: false });
  child.stdin?.on('error', () => undefined);
  let running = true;
  const end = ended
    .catch(() => undefined)
    .then(async () => {
      running = false;
      await new Promise<void>((closed) => log.end(closed));
    });
  let printed = '';
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const known = printed.includes('\n');
      if (!known) printed += chunk.toString('utf8');
      if (!known && printed.includes('\n')) resolve(printed.slice(0, printed.indexOf('\n')));
    });
    end.then(() => reject(new Error(`${saidBy(program)} ended before it said a line:\n${endOf(logFile, 20)}`)));
  });
  // Whoever asks for the line gets its failure; a server that nobody asks may end.
  firstLine.catch(() => undefined);
  return {
    pid,
    running: () => running,
    ended: end,
    firstLine,
    stop: async (graceMs) => {
      if (!running) return;
      signalGroup(pid, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
      await end;
      clearTimeout(timer);
    },
  };
};
