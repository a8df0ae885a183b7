import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import type { Aspect } from './case.ts';
import { flowsOf } from './flows.ts';

/** What one engine made of one case. */
export type Observation = Readonly<Record<Aspect, unknown>>;

/** Taken from the history, since moto's DescribeExecution gives text without its quotes and null not at all. */
const outputOf = (events: readonly HistoryEvent[]): unknown => {
  const output = events.findLast(({ type }) => type === 'ExecutionSucceeded')?.executionSucceededEventDetails?.output;
  return output === undefined ? undefined : JSON.parse(output);
};

export const observationOf = (
  execution: DescribeExecutionOutput,
  events: readonly HistoryEvent[],
  answers: readonly string[],
): Observation => ({
  status: execution.status,
  output: outputOf(events),
  error: execution.error || undefined,
  events: flowsOf(events),
  answers,
});

/** A text that is the same for equal values: keys of objects in order, as JSON gives them no order. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([one], [other]) => (one < other ? -1 : 1)))
      : field,
  ) ?? 'undefined';

const ASPECTS: readonly Aspect[] = ['status', 'output', 'error', 'events', 'answers'];

/** The aspects in which two observations are not the same. */
export const aspectsThatDiffer = (one: Observation, other: Observation): Aspect[] =>
  ASPECTS.filter((aspect) => canonical(one[aspect]) !== canonical(other[aspect]));
