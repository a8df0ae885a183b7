import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** The types of a flow's events in their order; a list in it holds the flows that ran side by side at that point. */
export type Flow = (string | Flow[])[];

type Open = {
  readonly flow: Flow;
  readonly parent: Open | undefined;
  /** Flows of its fan-out that has not come together yet. */
  inner: Open[];
  /** Its fan-out came together: what comes after it belongs to the flow around it. */
  closed: boolean;
};

const FAN_OUT = /^(Map|Parallel)StateStarted$/;
const FAN_IN = /^(Map|Parallel)State(Succeeded|Failed|Aborted)$/;

const newFlow = (parent?: Open): Open => ({ flow: [], parent, inner: [], closed: false });

const around = (at: Open): Open => at.parent ?? at;

const lastTypeOf = ({ flow }: Open): string => flow.findLast((part) => typeof part === 'string') ?? '';

/** The flow that an event of the type belongs to, when the event before it was in the flow `before`. */
const placeOf = (type: string, before: Open): Open => {
  let at = before;
  while (at.closed) at = around(at);
  const isFannedOut = FAN_OUT.test(lastTypeOf(at));
  if (FAN_IN.test(type)) return isFannedOut ? at : around(at);
  const begins = type === 'MapIterationStarted' || lastTypeOf(at) === 'ParallelStateStarted';
  if (!begins) return at;
  const outer = isFannedOut ? at : around(at);
  const inner = newFlow(outer);
  outer.inner.push(inner);
  return inner;
};

/** Puts the flows of a fan-out, which has come together or been left, before what follows; sorted, as they have no order among them. */
const settle = (at: Open): void => {
  for (const inner of at.inner) {
    settle(inner);
    inner.closed = true;
  }
  const flows = at.inner.map(({ flow }) => flow).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  if (flows.length > 0) at.flow.push(flows);
  at.inner = [];
};

/**
 * Events of branches and iterations interleave as their functions happen to answer. Put into flows by what each
 * event says came before it, two runs of a machine are the same when everything that has an order is in the same order.
 */
export const flowsOf = (events: readonly HistoryEvent[]): Flow => {
  const root = newFlow();
  const flowAfter = new Map<number, Open>();
  for (const { id = 0, previousEventId = 0, type = '' } of events) {
    const at = type.startsWith('Execution') ? root : placeOf(type, flowAfter.get(previousEventId) ?? root);
    if (FAN_IN.test(type) || type.startsWith('Execution')) settle(at);
    at.flow.push(type);
    flowAfter.set(id, at);
  }
  settle(root);
  return root.flow;
};
