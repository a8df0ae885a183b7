import type { Template } from './template.ts';

/** Names to templates, as in `Assign`. */
export type Assigns = Readonly<Record<string, Template>>;

export type Retrier = {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly backoffRate: number;
  readonly maxAttempts: number;
  readonly maxDelaySeconds: number | undefined;
  readonly fullJitter: boolean;
};

/** Where control goes: the next state, or undefined at the end of the flow. */
type Transition = { readonly next: string | undefined; readonly assign: Assigns | undefined; readonly output: Template | undefined };

export type Catcher = Transition & { readonly errorEquals: readonly string[] };
export type ChoiceRule = Transition & { readonly condition: Template };
type Guarded = { readonly retriers: readonly Retrier[]; readonly catchers: readonly Catcher[] };

export type TaskState = Transition &
  Guarded & {
    readonly type: 'Task';
    readonly name: string;
    /** Whether it waits for SendTaskSuccess or SendTaskFailure with its token after the function has returned. */
    readonly waitsForToken: boolean;
    readonly arguments: Template | undefined;
    readonly timeoutSeconds: Template | undefined;
    readonly heartbeatSeconds: Template | undefined;
  };
export type MapState = Transition &
  Guarded & {
    readonly type: 'Map';
    readonly name: string;
    readonly items: Template | undefined;
    readonly itemSelector: Template | undefined;
    readonly maxConcurrency: Template | undefined;
    readonly processor: Flow;
  };
export type ParallelState = Transition &
  Guarded & {
    readonly type: 'Parallel';
    readonly name: string;
    readonly arguments: Template | undefined;
    readonly branches: readonly Flow[];
  };
export type ChoiceState = Transition & {
  readonly type: 'Choice';
  readonly name: string;
  readonly rules: readonly ChoiceRule[];
  readonly hasDefault: boolean;
};
export type WaitState = Transition & {
  readonly type: 'Wait';
  readonly name: string;
  readonly seconds: Template | undefined;
  readonly timestamp: Template | undefined;
};
type PassState = Transition & { readonly type: 'Pass'; readonly name: string };
type SucceedState = Transition & { readonly type: 'Succeed'; readonly name: string };
export type FailState = {
  readonly type: 'Fail';
  readonly name: string;
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
};

export type State = TaskState | MapState | ParallelState | ChoiceState | WaitState | PassState | SucceedState | FailState;

/** States that run one after another: the machine itself, a Map's processor, a branch of a Parallel. */
export type Flow = { readonly startAt: string };

/** A validated definition with its expressions compiled. State names are unique in the whole machine, so one table holds all of them. */
export type Machine = Flow & { readonly states: ReadonlyMap<string, State>; readonly timeoutSeconds: number | undefined };
