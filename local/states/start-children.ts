import { bindingsOf } from './bindings.ts';
import { startFlow, startIteration } from './children.ts';
import { bytesOf, DATA_LIMIT_BYTES } from './json.ts';
import type { MapState, ParallelState } from './machine.ts';
import { childrenFailed, childrenSucceeded } from './outcomes.ts';
import { newScope } from './scope.ts';
import { dataLimitFailure, evaluationFailure, orFailure, StateFailure } from './state-failure.ts';
import type { Step } from './step.ts';

/** An inline Map never runs more at once, whatever MaxConcurrency says. */
const MOST_ITERATIONS_AT_ONCE = 40;

const fanOut = (step: Step, path: string, total: number): string => {
  const { fanOuts } = step.scope(path);
  const prefix = `${path}/${fanOuts}.`;
  step.change(path, { fanOuts: fanOuts + 1 });
  step.setWork(path, { kind: 'children', prefix, total, started: 0, finished: 0 });
  return prefix;
};

/** Begins a Map: its items become pending iterations, as many start as may run at once. Throws StateFailure. */
export const startMap = async (step: Step, path: string, state: MapState): Promise<void> => {
  const bindings = bindingsOf(step, path);
  const items = state.items ? await state.items(bindings) : step.visit(path).input;
  if (!Array.isArray(items)) throw evaluationFailure('Items', `Items of the state ${state.name} must be a list`);
  if (bytesOf(items) > DATA_LIMIT_BYTES) throw dataLimitFailure(`Items of the state ${state.name}`);
  const limit = state.maxConcurrency ? await state.maxConcurrency(bindings) : 0;
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 0)
    throw evaluationFailure('MaxConcurrency', 'MaxConcurrency must be a whole number');

  step.record(path, 'MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  const prefix = fanOut(step, path, items.length);
  for (const [index, item] of items.entries()) step.put(newScope(`${prefix}${index}`, path, index, item));
  const atOnce = Math.min(items.length, limit || MOST_ITERATIONS_AT_ONCE, MOST_ITERATIONS_AT_ONCE);
  for (let index = 0; index < atOnce; index += 1) {
    const started = await orFailure(startIteration(step, path, state));
    if (started instanceof StateFailure) return childrenFailed(step, path, started);
  }
  if (items.length === 0) await childrenSucceeded(step, path);
};

/** Begins a Parallel: every branch starts with the same input. Throws StateFailure. */
export const startParallel = async (step: Step, path: string, state: ParallelState): Promise<void> => {
  const input = state.arguments ? await state.arguments(bindingsOf(step, path)) : step.visit(path).input;
  if (bytesOf(input) > DATA_LIMIT_BYTES) throw dataLimitFailure(`Arguments of the state ${state.name}`);
  step.record(path, 'ParallelStateStarted');
  const prefix = fanOut(step, path, state.branches.length);
  const { lastEvent } = step.scope(path);
  for (const [index, branch] of state.branches.entries()) {
    step.put(newScope(`${prefix}${index}`, path, index));
    startFlow(step, `${prefix}${index}`, branch, input, lastEvent);
  }
  step.setWork(path, { kind: 'children', prefix, total: state.branches.length, started: state.branches.length, finished: 0 });
};
