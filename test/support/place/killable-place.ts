import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { KillKind, ServeOptions } from './serve-place.ts';
import { Surroundings } from './surroundings.ts';

export type KillablePlace = {
  /** Where things are, once the life that is starting or going on serves. Rejects when it ends before. */
  up(): Promise<Surroundings>;
  start(options?: Pick<ServeOptions, 'dieAtWrite'>): void;
  /** @throws when the life has ended by itself, which is nobody's plan */
  kill(kind: KillKind): Promise<void>;
  /** Resolves once the present life has ended, by whatever. */
  ended(): Promise<void>;
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
export const killablePlace = (place: Pick<ServeOptions, 'assembly' | 'dataDir'>): KillablePlace => {
  const groups = new Set<number>();
  let child: ChildProcess | undefined;
  let ready: Promise<Surroundings> | undefined;
  let said = '';

  const ended = async () => {
    if (child && !hasEnded(child)) await once(child, 'exit');
  };

  return {
    start: (options = {}) => {
      const argument = JSON.stringify({ ...place, ...options } satisfies ServeOptions);
      const started = spawn(process.execPath, [join(import.meta.dirname, 'serve-place.ts'), argument], {
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      if (started.pid) groups.add(started.pid);
      child = started;
      said = '';
      started.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
      });
      ready = new Promise<Surroundings>((resolve, reject) => {
        createInterface(started.stdout).once('line', (text) => resolve(Surroundings.parse(JSON.parse(text))));
        started.once('exit', (code, signal) => reject(new Error(`the place ended (${signal ?? code}) before it served:\n${said}`)));
      });
      // A kill during the start is expected by whoever kills; nobody else may be waiting.
      ready.catch(() => undefined);
    },
    up: () => ready ?? Promise.reject(new Error('the place was never started')),
    ended,
    kill: async (kind) => {
      const victim = child;
      if (!victim?.pid || hasEnded(victim)) throw new Error(`the place ended by itself:\n${said}`);
      const gone = ended();
      if (kind === 'group') killGroup(victim.pid);
      else victim.kill('SIGKILL');
      await gone;
    },
    stop: async () => {
      child?.kill('SIGTERM');
      await ended();
      for (const group of groups) killGroup(group);
    },
  };
};
