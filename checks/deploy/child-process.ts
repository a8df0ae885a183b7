import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';

/** A program with everything it is given; nothing of this process's environment but what stands here. */
export type Program = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
};

export type Server = {
  readonly pid: number;
  /** True until the process has ended, by itself or by `stop`. */
  running(): boolean;
  /** SIGTERM, and SIGKILL for what is still there after `graceMs`; resolves when it has ended. */
  stop(graceMs: number): Promise<void>;
};

/** Children that have not ended. Each leads a process group of its own, so that what it started ends with it. */
const alive = new Set<number>();

const signalGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: the whole group has ended.
  }
};

process.on('exit', () => {
  for (const pid of alive) signalGroup(pid, 'SIGKILL');
});

const launch = ({ command, args, cwd, env }: Program): { child: ChildProcess; pid: number; ended: Promise<number | undefined> } => {
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
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
  ended.then(forget, forget);
  return { child, pid, ended };
};

/**
 * Runs a program to its end and returns what it printed on both streams.
 * @throws Error with the end of that when it exits with another code than 0 or takes longer than `timeoutMs`
 */
export const runToEnd = async (program: Program, timeoutMs: number): Promise<string> => {
  const { child, pid, ended } = launch(program);
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8');
    });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    signalGroup(pid, 'SIGKILL');
  }, timeoutMs);
  const code = await ended.finally(() => clearTimeout(timer));
  const said = `${program.command} ${program.args.slice(0, 3).join(' ')}`;
  if (late) throw new Error(`${said} took longer than ${timeoutMs / 1000} s:\n${printed.slice(-4000)}`);
  if (code !== 0) throw new Error(`${said} ended with ${code ?? 'a signal'}:\n${printed.slice(-4000)}`);
  return printed;
};

/** Starts a program that stays up; both its streams are appended to `logFile`. */
export const startServer = (program: Program, logFile: string): Server => {
  const { child, pid, ended } = launch(program);
  const log = createWriteStream(logFile, { flags: 'a' });
  for (const stream of [child.stdout, child.stderr]) stream?.pipe(log, { end: false });
  let running = true;
  const end = ended
    .catch(() => undefined)
    .then(() => {
      running = false;
      log.end();
    });
  return {
    pid,
    running: () => running,
    stop: async (graceMs) => {
      if (!running) return;
      process.kill(pid, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
      await end;
      clearTimeout(timer);
    },
  };
};

/** The last lines of a log, for a failure's message. */
export const endOf = (logFile: string, lines: number): string => readFileSync(logFile, 'utf8').split('\n').slice(-lines).join('\n');
