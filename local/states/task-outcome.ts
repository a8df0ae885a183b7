import type { InvokeResult } from '../invoke.ts';
import { failureDetails, outputDetails, resourceDetails } from './history-details.ts';
import { bytesOf, DATA_LIMIT_BYTES, type Json, parseJson, toJson } from './json.ts';
import type { TaskState } from './machine.ts';
import { completeState, failState } from './outcomes.ts';
import type { Work } from './scope.ts';
import { dataLimitFailure, StateFailure } from './state-failure.ts';
import type { Step } from './step.ts';

type FunctionWork = Extract<Work, { kind: 'function' }>;

/** The Task and its call that the flow at `path` waits for, if it waits for one. */
export const openTask = (step: Step, path: string): { readonly state: TaskState; readonly work: FunctionWork } | undefined => {
  const work = step.find(path)?.visit?.work;
  if (work?.kind !== 'function') return undefined;
  const state = step.state(path);
  return state.type === 'Task' ? { state, work } : undefined;
};

const closeTask = (step: Step, { tokenHash }: FunctionWork): void => {
  if (tokenHash !== undefined) step.closeToken(tokenHash);
};

const succeedTask = async (step: Step, path: string, state: TaskState, work: FunctionWork, output: Json): Promise<void> => {
  closeTask(step, work);
  step.record(path, 'TaskSucceeded', {
    taskSucceededEventDetails: { ...resourceDetails(state), ...outputDetails(JSON.stringify(output)) },
  });
  await completeState(step, path, state, output);
};

const failTask = async (step: Step, path: string, state: TaskState, work: FunctionWork, failure: StateFailure): Promise<void> => {
  closeTask(step, work);
  step.record(path, 'TaskFailed', { taskFailedEventDetails: { ...resourceDetails(state), ...failureDetails(failure) } });
  await failState(step, path, failure);
};

/** The function came back. Nothing happens if the Task no longer waits for this `call`. */
export const functionReturned = async (step: Step, path: string, call: string, result: InvokeResult): Promise<void> => {
  const task = openTask(step, path);
  if (task?.work.call !== call || task.work.answered) return;
  const { state, work } = task;
  if (!result.ok) {
    const { errorType, errorMessage, trace } = result;
    return failTask(
      step,
      path,
      state,
      work,
      new StateFailure(errorType, JSON.stringify({ errorType, errorMessage, ...(trace && { trace }) })),
    );
  }
  const response = { ExecutedVersion: '$LATEST', Payload: toJson(result.payload), StatusCode: 200 };
  if (bytesOf(response) > DATA_LIMIT_BYTES)
    return failTask(step, path, state, work, dataLimitFailure(`the result of the state ${state.name}`));
  if (!state.waitsForToken) return succeedTask(step, path, state, work, response);
  step.record(path, 'TaskSubmitted', {
    taskSubmittedEventDetails: { ...resourceDetails(state), ...outputDetails(JSON.stringify(response)) },
  });
  step.setWork(path, { ...work, answered: true });
};

/** SendTaskSuccess: `output` is JSON text. The token closes the Task even while its function is still running. */
export const tokenSucceeded = async (step: Step, path: string, output: string): Promise<void> => {
  const task = openTask(step, path);
  if (task) await succeedTask(step, path, task.state, task.work, parseJson(output));
};

/** SendTaskFailure. */
export const tokenFailed = async (step: Step, path: string, error: string, cause: string | undefined): Promise<void> => {
  const task = openTask(step, path);
  if (task) await failTask(step, path, task.state, task.work, new StateFailure(error, cause));
};

/** SendTaskHeartbeat: the time of the next heartbeat begins anew. */
export const tokenBeat = (step: Step, path: string): void => {
  const task = openTask(step, path);
  if (task?.work.heartbeatSeconds === undefined) return;
  step.setWork(path, { ...task.work, heartbeatAt: step.now + task.work.heartbeatSeconds * 1000 });
};

/** Time has come to what the flow at `path` waits for: a Wait, a retry, a timeout, a missed heartbeat. */
export const timePassed = async (step: Step, path: string): Promise<void> => {
  const work = step.find(path)?.visit?.work;
  if (work?.kind === 'retry' && work.until <= step.now) return step.setWork(path, { kind: 'attempt' });
  if (work?.kind === 'wait' && work.until <= step.now) {
    const state = step.state(path);
    return state.type === 'Wait' ? completeState(step, path, state) : undefined;
  }
  const task = openTask(step, path);
  if (!task) return;
  const { timeoutAt = Number.POSITIVE_INFINITY, heartbeatAt = Number.POSITIVE_INFINITY } = task.work;
  if (Math.min(timeoutAt, heartbeatAt) > step.now) return;
  closeTask(step, task.work);
  step.record(path, 'TaskTimedOut', { taskTimedOutEventDetails: { ...resourceDetails(task.state), error: 'States.Timeout' } });
  await failState(
    step,
    path,
    new StateFailure('States.Timeout', undefined, heartbeatAt < timeoutAt ? { alias: 'States.HeartbeatTimeout' } : {}),
  );
};
