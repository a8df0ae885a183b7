import type { Json } from './json.ts';

/** What a scope is doing in its current state. Everything here is journaled; times are epoch milliseconds. */
export type Work =
  /** About to enter the state. */
  | { readonly kind: 'enter' }
  /** About to try the state again, its retry delay being over. */
  | { readonly kind: 'attempt' }
  /** A function was called and, if `answered`, has returned, so that only the token is awaited. */
  | {
      readonly kind: 'function';
      /** Tells this call from earlier ones of the same state, whose late results are dropped. */
      readonly call: string;
      readonly functionArn: string;
      readonly payload: Json;
      readonly tokenHash: string | undefined;
      readonly answered: boolean;
      readonly timeoutAt: number | undefined;
      readonly heartbeatSeconds: number | undefined;
      readonly heartbeatAt: number | undefined;
    }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'retry'; readonly until: number }
  /** Iterations or branches are running; their paths begin with `prefix`. */
  | { readonly kind: 'children'; readonly prefix: string; readonly total: number; readonly started: number; readonly finished: number };

export type Visit = {
  readonly state: string;
  readonly input: Json;
  readonly enteredAt: number;
  /** Retries so far, in all and by retrier. */
  readonly retryCount: number;
  readonly retries: readonly number[];
  readonly work: Work;
};

/**
 * One flow being run: the execution itself (path ''), an iteration of a Map, a branch of a Parallel. A child's path is
 * `<parent's path>/<n>.<index>`, n counting the parent's fan-outs, so that no path is used twice in an execution.
 */
export type Scope = {
  readonly path: string;
  readonly parent: string | undefined;
  readonly index: number;
  readonly status: 'pending' | 'running' | 'done';
  /** The Map item this iteration is for. */
  readonly item: Json | undefined;
  readonly output: Json | undefined;
  readonly variables: Readonly<Record<string, Json>>;
  /** Id of the last history event of this flow, 0 if there is none. */
  readonly lastEvent: number;
  readonly fanOuts: number;
  readonly visit: Visit | undefined;
};

export const newScope = (path: string, parent: string | undefined, index: number, item?: Json): Scope => ({
  path,
  parent,
  index,
  status: 'pending',
  item,
  output: undefined,
  variables: {},
  lastEvent: 0,
  fanOuts: 0,
  visit: undefined,
});

/** When the scope has to be looked at next, if time alone moves it. */
export const dueOf = (scope: Scope): number | undefined => {
  const work = scope.status === 'running' ? scope.visit?.work : undefined;
  if (work?.kind === 'wait' || work?.kind === 'retry') return work.until;
  if (work?.kind !== 'function') return undefined;
  const times = [work.timeoutAt, work.heartbeatAt].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
};

/** Bounds of the paths that begin with `prefix`, which ends in a dot: '/' is the character after '.'. */
export const pathsBelow = (prefix: string): { readonly from: string; readonly to: string } => ({
  from: prefix,
  to: `${prefix.slice(0, -1)}/`,
});
