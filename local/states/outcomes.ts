import { bindingsOf, evaluateAssigns } from './bindings.ts';
import { childrenOf, startIteration, stopChildren } from './children.ts';
import { exitedDetails, failureDetails, outputDetails } from './history-details.ts';
import { bytesOf, DATA_LIMIT_BYTES, type Json } from './json.ts';
import type { Assigns, Catcher, State } from './machine.ts';
import { retryDelayMs } from './retry-delay.ts';
import { dataLimitFailure, matchesError, orFailure, StateFailure } from './state-failure.ts';
import type { Step } from './step.ts';
import type { Template } from './template.ts';

/** Which way a state is left: its own Next, a Choice rule, or a Catch. */
type Way = { readonly next: string | undefined; readonly assign: Assigns | undefined; readonly output: Template | undefined };

const evaluateWay = async (step: Step, path: string, way: Way, extra: { result?: Json; errorOutput?: Json }, otherwise: Json) => {
  const bindings = bindingsOf(step, path, extra);
  const assigned = await evaluateAssigns(way.assign, bindings);
  const output = way.output ? await way.output(bindings) : otherwise;
  if (bytesOf(output) > DATA_LIMIT_BYTES) throw dataLimitFailure(`the output of the state ${step.visit(path).state}`);
  return { assigned, output };
};

const leaveState = async (
  step: Step,
  path: string,
  next: string | undefined,
  output: Json,
  assigned: Record<string, Json>,
): Promise<void> => {
  const { type, name } = step.state(path);
  step.record(path, `${type}StateExited`, exitedDetails(name, output, assigned));
  step.change(path, { variables: { ...step.scope(path).variables, ...assigned } });
  if (next === undefined) return flowSucceeded(step, path, output);
  step.change(path, { visit: { state: next, input: output, enteredAt: step.now, retryCount: 0, retries: [], work: { kind: 'enter' } } });
  step.ready.push(path);
};

/** The state succeeded. `way` is where it goes on, `result` what it gave (its input where it gives nothing). */
export const completeState = async (step: Step, path: string, way: Way, result?: Json): Promise<void> => {
  const left = await orFailure(evaluateWay(step, path, way, result === undefined ? {} : { result }, result ?? step.visit(path).input));
  if (left instanceof StateFailure) await failState(step, path, left);
  else await leaveState(step, path, way.next, left.output, left.assigned);
};

const handlersOf = (state: State) => ('retriers' in state ? state : { retriers: [], catchers: [] });

/**
 * The state failed: it is retried, caught, or takes its flow with it. `fannedOut`: what failed is the fan-out of a Map or a
 * Parallel, which the history tells by an event of its own, as AWS does only when no attempt is left.
 */
export const failState = async (step: Step, path: string, failure: StateFailure, fannedOut = false): Promise<void> => {
  recordEvaluationFailure(step, path, failure);
  const visit = step.visit(path);
  const state = step.state(path);
  const { retriers, catchers } = handlersOf(state);
  const index = retriers.findIndex((retrier) => matchesError(retrier.errorEquals, failure));
  const retrier = retriers[index];
  const tried = visit.retries[index] ?? 0;
  if (retrier && tried < retrier.maxAttempts) {
    const retries = retriers.map((_, other) => (visit.retries[other] ?? 0) + (other === index ? 1 : 0));
    step.countTransition();
    step.change(path, {
      visit: {
        ...visit,
        retryCount: visit.retryCount + 1,
        retries,
        work: { kind: 'retry', until: step.now + retryDelayMs(retrier, tried) },
      },
    });
    return;
  }
  if (fannedOut) step.record(path, `${state.type}StateFailed`);
  const catcher = catchers.find(({ errorEquals }) => matchesError(errorEquals, failure));
  if (catcher) await catchFailure(step, path, catcher, failure);
  else await flowFailed(step, path, failure);
};

const catchFailure = async (step: Step, path: string, catcher: Catcher, failure: StateFailure): Promise<void> => {
  const errorOutput = { Error: failure.error, Cause: failure.cause ?? '' };
  const left = await orFailure(evaluateWay(step, path, catcher, { errorOutput }, errorOutput));
  if (!(left instanceof StateFailure)) return leaveState(step, path, catcher.next, left.output, left.assigned);
  recordEvaluationFailure(step, path, left);
  await flowFailed(step, path, left);
};

const recordEvaluationFailure = (step: Step, path: string, { error, cause, location }: StateFailure): void => {
  if (location === undefined) return;
  step.record(path, 'EvaluationFailed', { evaluationFailedEventDetails: { error, cause, location, state: step.visit(path).state } });
};

const flowSucceeded = async (step: Step, path: string, output: Json): Promise<void> => {
  const { parent, index, lastEvent } = step.scope(path);
  if (parent === undefined) {
    const text = JSON.stringify(output);
    step.recordAfter(lastEvent, 'ExecutionSucceeded', { executionSucceededEventDetails: outputDetails(text) });
    return step.end('SUCCEEDED', { output: text });
  }
  const state = step.state(parent);
  if (state.type === 'Map') step.record(path, 'MapIterationSucceeded', { mapIterationSucceededEventDetails: { name: state.name, index } });
  step.change(path, { status: 'done', output, visit: undefined });
  step.change(parent, { lastEvent: step.scope(path).lastEvent });
  const work = childrenOf(step, parent);
  step.setWork(parent, { ...work, finished: work.finished + 1 });
  const next = state.type === 'Map' && work.started < work.total ? await orFailure(startIteration(step, parent, state)) : undefined;
  if (next instanceof StateFailure) return childrenFailed(step, parent, next);
  if (work.finished + 1 === work.total) await childrenSucceeded(step, parent);
};

/** All inner flows of the Map or Parallel have ended: their outputs, in order, are its result. */
export const childrenSucceeded = async (step: Step, path: string): Promise<void> => {
  const state = step.state(path);
  if (state.type !== 'Map' && state.type !== 'Parallel') throw new Error(`${state.name} has no inner flows`);
  const { prefix, total } = childrenOf(step, path);
  const result = Array.from({ length: total }, (_, index) => step.scope(`${prefix}${index}`).output ?? null);
  if (bytesOf(result) > DATA_LIMIT_BYTES) return childrenFailed(step, path, dataLimitFailure(`the result of the state ${state.name}`));
  step.record(path, `${state.type}StateSucceeded`);
  step.removeBelow(prefix);
  await completeState(step, path, state, result);
};

const flowFailed = async (step: Step, path: string, failure: StateFailure): Promise<void> => {
  const { parent, index, lastEvent } = step.scope(path);
  if (parent === undefined) {
    step.recordAfter(lastEvent, 'ExecutionFailed', { executionFailedEventDetails: failureDetails(failure) });
    return step.end('FAILED', failureDetails(failure));
  }
  const state = step.state(parent);
  if (state.type === 'Map') step.record(path, 'MapIterationFailed', { mapIterationFailedEventDetails: { name: state.name, index } });
  step.change(path, { status: 'done', visit: undefined });
  step.change(parent, { lastEvent: step.scope(path).lastEvent });
  await childrenFailed(
    step,
    parent,
    new StateFailure(failure.error, failure.cause, failure.alias === undefined ? {} : { alias: failure.alias }),
  );
};

/** An inner flow failed, or the state's own expressions for them: the others are stopped and the state fails. */
export const childrenFailed = async (step: Step, path: string, failure: StateFailure): Promise<void> => {
  const { prefix } = childrenOf(step, path);
  stopChildren(step, path);
  step.removeBelow(prefix);
  await failState(step, path, failure, true);
};

/** Ends the execution from outside (stopped, or its time is over) and records what that cuts short. */
export const endExecution = (step: Step, status: 'ABORTED' | 'TIMED_OUT', outcome: { error?: string; cause?: string }): void => {
  if (step.visit('').work.kind === 'children') {
    stopChildren(step, '');
    step.record('', `${step.state('').type}StateAborted`);
  }
  const [type, member] =
    status === 'ABORTED' ? ['ExecutionAborted', 'executionAbortedEventDetails'] : ['ExecutionTimedOut', 'executionTimedOutEventDetails'];
  step.recordAfter(step.scope('').lastEvent, type, { [member]: outcome });
  step.end(status, outcome);
};
