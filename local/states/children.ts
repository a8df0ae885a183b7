import { bindingsOf } from './bindings.ts';
import type { Json } from './json.ts';
import type { Flow, MapState } from './machine.ts';
import type { Work } from './scope.ts';
import type { Step } from './step.ts';

type Children = Extract<Work, { kind: 'children' }>;

export const childrenOf = (step: Step, path: string): Children => {
  const { work } = step.visit(path);
  if (work.kind !== 'children') throw new Error(`flow '${path}' of execution ${step.execution.name} has no inner flows`);
  return work;
};

/** Puts the flow at its first state; it is entered when the step comes to it. */
export const startFlow = (step: Step, path: string, flow: Flow, input: Json, lastEvent: number): void => {
  const visit = { state: flow.startAt, input, enteredAt: step.now, retryCount: 0, retries: [], work: { kind: 'enter' } } as const;
  step.change(path, { status: 'running', lastEvent, visit });
  step.ready.push(path);
};

/** Starts the next iteration of the Map that the flow at `path` is in. Throws StateFailure when the ItemSelector fails. */
export const startIteration = async (step: Step, path: string, state: MapState): Promise<void> => {
  const work = childrenOf(step, path);
  const index = work.started;
  const child = `${work.prefix}${index}`;
  const value = step.scope(child).item ?? null;
  const input = state.itemSelector ? await state.itemSelector(bindingsOf(step, path, { item: { index, value } })) : value;
  const started = step.recordAfter(step.scope(path).lastEvent, 'MapIterationStarted', {
    mapIterationStartedEventDetails: { name: state.name, index },
  });
  step.setWork(path, { ...work, started: index + 1 });
  startFlow(step, child, state.processor, input, started);
};

/** Records what is cut short in the flows inside the state that the flow at `path` is in. The caller then removes them. */
export const stopChildren = (step: Step, path: string): void => {
  const { prefix, started } = childrenOf(step, path);
  const isMap = step.state(path).type === 'Map';
  for (let index = 0; index < started; index += 1) {
    const child = `${prefix}${index}`;
    if (step.find(child)?.status !== 'running') continue;
    stopState(step, child);
    if (isMap) step.record(child, 'MapIterationAborted', { mapIterationAbortedEventDetails: { name: step.state(path).name, index } });
    step.change(path, { lastEvent: step.scope(child).lastEvent });
  }
};

const stopState = (step: Step, path: string): void => {
  const { work } = step.visit(path);
  const { type } = step.state(path);
  if (work.kind === 'enter') return;
  if (work.kind === 'children') stopChildren(step, path);
  if (type === 'Map' || type === 'Parallel' || type === 'Task' || type === 'Wait') step.record(path, `${type}StateAborted`);
};
