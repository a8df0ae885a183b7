import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ServeOptions } from './serve-place.ts';
import { Surroundings } from './surroundings.ts';

/** `process`: only the runtime dies and its database engine is orphaned. `group`: both die at the same moment. */
export type KillKind = 'process' | 'group';

export type KillablePlace = {
  /** Where things are, once the run that is starting or up serves. */
  up(): Promise<Surroundings>;
  start(): void;
  kill(kind: KillKind): Promise<void>;
  /** Ends what is left, in order where possible. */
  stop(): Promise<void>;
};

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Sends to every process of the group; a group that is gone is no error. */
const killGroup = (leader: number): void => {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};

/** A runtime in a process of its own, on one data folder over all its lives. */
export const killablePlace = (options: ServeOptions): KillablePlace => {
  const groups = new Set<number>();
  let child: ChildProcess | undefined;
  let ready: Promise<Surroundings> | undefined;

  const start = () => {
    const started = spawn(process.execPath, [join(import.meta.dirname, 'serve-place.ts'), JSON.stringify(options)], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (started.pid) groups.add(started.pid);
    child = started;
    let said = '';
    started.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    const line = new Promise<Surroundings>((resolve, reject) => {
      createInterface(started.stdout).once('line', (text) => resolve(Surroundings.parse(JSON.parse(text))));
      started.once('exit', (code, signal) => reject(new Error(`the place ended (${signal ?? code}) before it served:\n${said}`)));
    });
    // A kill during the start is expected by whoever kills; nobody else may be waiting.
    line.catch(() => undefined);
    ready = line;
  };

  return {
    start,
    up: () => ready ?? Promise.reject(new Error('the place was never started')),
    kill: async (kind) => {
      const victim = child;
      if (!victim?.pid || hasEnded(victim)) return;
      const exited = once(victim, 'exit');
      if (kind === 'group') killGroup(victim.pid);
      else victim.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      if (child && !hasEnded(child)) {
        const exited = once(child, 'exit');
        child.kill('SIGTERM');
        await exited;
      }
      for (const group of groups) killGroup(group);
    },
  };
};
