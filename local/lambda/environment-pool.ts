import type { Environment } from './environment.ts';
import type { FunctionConfig } from './function-config.ts';

export type PoolOptions = {
  /** Environments that may be warm at once, over all functions. */
  readonly maxWarm: number;
  /** Environments that one function may have at once. */
  readonly perFunction: number;
  readonly start: (config: FunctionConfig) => Environment;
};

/** Lends execution environments, one caller each. */
export type EnvironmentPool = {
  /**
   * Waits, first come first served, until the function has an idle environment or may start one.
   * @param nested its caller waits inside an environment itself: it never waits, and may exceed both limits while it lasts
   */
  acquire(config: FunctionConfig, nested: boolean): Promise<Environment>;
  release(environment: Environment): void;
  warm(): number;
  /** Ends the idle environments of these functions: their next call finds none and starts one. */
  cool(which: (config: FunctionConfig) => boolean): void;
  /** Ends all environments and refuses those who wait. */
  stop(): Promise<void>;
};

type Waiting = {
  readonly config: FunctionConfig;
  readonly resolve: (environment: Environment) => void;
  readonly reject: (error: Error) => void;
};

export const openEnvironmentPool = ({ maxWarm, perFunction, start }: PoolOptions): EnvironmentPool => {
  const all = new Set<Environment>();
  /** Idle ones, the longest unused first. */
  const idle = new Set<Environment>();
  /** Those being ended, whose memory is not free yet. */
  const leaving = new Set<Promise<void>>();
  let waiting: Waiting[] = [];
  let stopped = false;

  const countOf = (config: FunctionConfig) => [...all].filter((environment) => environment.config === config).length;
  const limitOf = ({ reserved }: FunctionConfig) => Math.min(perFunction, reserved ?? perFunction);

  const dismiss = (environment: Environment): void => {
    all.delete(environment);
    idle.delete(environment);
    const left = environment.end().finally(() => leaving.delete(left));
    leaving.add(left);
  };

  const startNew = (config: FunctionConfig): Environment => {
    const environment = start(config);
    all.add(environment);
    return environment;
  };

  const takeIdle = (config: FunctionConfig): Environment | undefined => {
    const found = [...idle].findLast((environment) => environment.config === config);
    if (found) idle.delete(found);
    return found;
  };

  /** Makes room for one more by dismissing the longest unused idle environment. */
  const makeRoom = (): boolean => {
    if (all.size < maxWarm) return true;
    const [oldest] = idle;
    if (!oldest) return false;
    dismiss(oldest);
    return all.size < maxWarm;
  };

  const take = (config: FunctionConfig): Environment | undefined =>
    takeIdle(config) ?? (countOf(config) < limitOf(config) && makeRoom() ? startNew(config) : undefined);

  const serveWaiting = (): void => {
    waiting = waiting.filter(({ config, resolve }) => {
      const environment = take(config);
      if (environment) resolve(environment);
      return environment === undefined;
    });
  };

  return {
    acquire: async (config, nested) => {
      if (stopped) throw new Error('the local runtime is stopping');
      const ahead = waiting.some((other) => other.config === config);
      const environment = ahead && !nested ? undefined : take(config);
      if (environment) return environment;
      if (nested) return startNew(config);
      return new Promise<Environment>((resolve, reject) => {
        waiting.push({ config, resolve, reject });
      });
    },
    release: (environment) => {
      if (environment.dead || all.size > maxWarm || countOf(environment.config) > limitOf(environment.config)) dismiss(environment);
      else idle.add(environment);
      if (!stopped) serveWaiting();
    },
    warm: () => all.size,
    cool: (which) => {
      for (const environment of idle) if (which(environment.config)) dismiss(environment);
    },
    stop: async () => {
      stopped = true;
      for (const { reject } of waiting) reject(new Error('the local runtime is stopping'));
      waiting = [];
      for (const environment of all) dismiss(environment);
      await Promise.all(leaving);
    },
  };
};
