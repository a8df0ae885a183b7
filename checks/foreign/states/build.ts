import type { Stub } from './case.ts';
import { FunctionFailure } from './case.ts';

/** A machine (or the flow of a Map or a branch) that starts with the first of its states. */
export const machine = (States: Record<string, object>, fields: object = {}) => ({ StartAt: Object.keys(States)[0], States, ...fields });

export const pass = (fields: object = {}) => ({ Type: 'Pass', End: true, ...fields });

/** A Task that calls the function `worker` with its input and gives what it answers. */
export const task = (fields: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: '${worker}', Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  End: true,
  ...fields,
});

/** A Task that hands its token to the function `worker` and waits for it. */
export const tokenTask = (fields: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: '${worker}', Payload: { token: '{% $states.context.Task.Token %}', input: '{% $states.input %}' } },
  TimeoutSeconds: 60,
  End: true,
  ...fields,
});

/** A Map over its input, one iteration after the other, so that the order of events is one. */
export const map = (processor: object, fields: object = {}) => ({
  Type: 'Map',
  MaxConcurrency: 1,
  ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...processor },
  End: true,
  ...fields,
});

export const parallel = (branches: readonly object[], fields: object = {}) => ({
  Type: 'Parallel',
  Branches: branches,
  End: true,
  ...fields,
});

/** Where a Catch leads: gives what was caught. */
export const caught = { Caught: pass({ Output: { caught: '{% $states.input.Error %}' } }) };
export const catching = (...ErrorEquals: string[]) => ({ Catch: [{ ErrorEquals, Next: 'Caught' }] });
export const retrying = (fields: object) => ({ Retry: [{ IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 2, ...fields }] });

export const echo: Stub = (event) => event;

/** Fails its first calls under these names, in order, and then echoes. */
export const failing =
  (...names: readonly string[]): Stub =>
  (event, call) => {
    const name = names[call];
    if (name !== undefined) throw new FunctionFailure(name);
    return event;
  };

/** Fails every call under the name. */
export const broken =
  (name: string): Stub =>
  () => {
    throw new FunctionFailure(name);
  };

/** Never answers within the time of a run. */
export const silent: Stub = () => new Promise(() => {});
