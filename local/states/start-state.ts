import { bindingsOf } from './bindings.ts';
import { enteredDetails } from './history-details.ts';
import type { Json } from './json.ts';
import type { ChoiceState, FailState, State, WaitState } from './machine.ts';
import { completeState, failState } from './outcomes.ts';
import { startMap, startParallel } from './start-children.ts';
import { startTask } from './start-task.ts';
import { evaluationFailure, orFailure, StateFailure } from './state-failure.ts';
import type { Step } from './step.ts';
import type { Template } from './template.ts';

const LONGEST_WAIT_SECONDS = 99_999_999;
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const choose = async (step: Step, path: string, state: ChoiceState): Promise<void> => {
  const bindings = bindingsOf(step, path);
  for (const rule of state.rules) {
    const holds = await rule.condition(bindings);
    if (typeof holds !== 'boolean')
      throw evaluationFailure('Condition', `the Condition that leads to ${rule.next} must be true or false, not ${JSON.stringify(holds)}`);
    if (holds) return completeState(step, path, rule);
  }
  if (!state.hasDefault)
    throw new StateFailure('States.NoChoiceMatched', `no rule of the state ${state.name} holds, and it has no Default`);
  await completeState(step, path, state);
};

const waitUntil = async (step: Step, path: string, state: WaitState): Promise<number> => {
  const bindings = bindingsOf(step, path);
  if (state.seconds) {
    const seconds = await state.seconds(bindings);
    if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0 && seconds <= LONGEST_WAIT_SECONDS)
      return step.now + seconds * 1000;
    throw evaluationFailure('Seconds', `Seconds must be a whole number from 0 to ${LONGEST_WAIT_SECONDS}, not ${JSON.stringify(seconds)}`);
  }
  const timestamp = await state.timestamp?.(bindings);
  const time = typeof timestamp === 'string' && RFC_3339.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(time)) throw evaluationFailure('Timestamp', `Timestamp must be an RFC 3339 time, not ${JSON.stringify(timestamp)}`);
  return time;
};

const wait = async (step: Step, path: string, state: WaitState): Promise<void> => {
  const until = await waitUntil(step, path, state);
  if (until <= step.now) await completeState(step, path, state);
  else step.setWork(path, { kind: 'wait', until });
};

const failureOf = async (step: Step, path: string, state: FailState): Promise<StateFailure> => {
  const bindings = bindingsOf(step, path);
  const textOf = async (template: Template | undefined, field: string): Promise<string | undefined> => {
    const value: Json | undefined = await template?.(bindings);
    if (value === undefined || typeof value === 'string') return value;
    throw evaluationFailure(field, `${field} must be a string, not ${JSON.stringify(value)}`);
  };
  return new StateFailure((await textOf(state.error, 'Error')) ?? '', await textOf(state.cause, 'Cause'));
};

const start = async (step: Step, path: string, state: State): Promise<void> => {
  switch (state.type) {
    case 'Task':
      return startTask(step, path, state);
    case 'Map':
      return startMap(step, path, state);
    case 'Parallel':
      return startParallel(step, path, state);
    case 'Choice':
      return choose(step, path, state);
    case 'Wait':
      return wait(step, path, state);
    case 'Fail':
      throw await failureOf(step, path, state);
    case 'Pass':
    case 'Succeed':
      return completeState(step, path, state);
  }
};

/** Enters the state that the flow at `path` has come to, or tries it again, and does what can be done without waiting. */
export const startState = async (step: Step, path: string): Promise<void> => {
  const state = step.state(path);
  const { work, input } = step.visit(path);
  if (work.kind === 'enter') {
    step.change(path, { visit: { ...step.visit(path), enteredAt: step.now, work: { kind: 'attempt' } } });
    step.countTransition();
    step.record(path, `${state.type}StateEntered`, enteredDetails(state.name, input));
  }
  const failure = await orFailure(start(step, path, state));
  // A Map that cannot even begin fails as a Map; a Parallel has no such event then.
  if (failure instanceof StateFailure) await failState(step, path, failure, state.type === 'Map');
};
