import { machineNameOf } from './arn.ts';
import type { Bindings } from './expression.ts';
import { bytesOf, DATA_LIMIT_BYTES, type Json, parseJson } from './json.ts';
import type { Assigns } from './machine.ts';
import { dataLimitFailure } from './state-failure.ts';
import type { Step } from './step.ts';

type MapItem = { readonly index: number; readonly value: Json };

/** What a field can read beside input, variables and context. */
type Extra = { readonly result?: Json; readonly errorOutput?: Json; readonly token?: string; readonly item?: MapItem };

const isoTime = (at: number): string => new Date(at).toISOString();

/** Variables of the flow and of the flows around it. Names never clash (`compileMachine` refuses that). */
const variablesOf = (step: Step, path: string): Record<string, Json> => {
  const { parent, variables } = step.scope(path);
  return parent === undefined ? { ...variables } : { ...variablesOf(step, parent), ...variables };
};

const mapItemOf = (step: Step, path: string): MapItem | undefined => {
  const { parent, index, item } = step.scope(path);
  if (item !== undefined) return { index, value: item };
  return parent === undefined ? undefined : mapItemOf(step, parent);
};

const contextOf = (step: Step, path: string, { token, item }: Extra): Json => {
  const { execution } = step;
  const visit = step.visit(path);
  const mapItem = item ?? mapItemOf(step, path);
  return {
    Execution: {
      Id: execution.arn,
      Name: execution.name,
      Input: parseJson(execution.input),
      RoleArn: execution.roleArn,
      StartTime: isoTime(execution.startedAt),
      RedriveCount: 0,
    },
    StateMachine: { Id: execution.machineArn, Name: machineNameOf(execution.machineArn) },
    State: { Name: visit.state, EnteredTime: isoTime(visit.enteredAt), RetryCount: visit.retryCount },
    ...(token !== undefined && { Task: { Token: token } }),
    ...(mapItem && { Map: { Item: { Index: mapItem.index, Value: mapItem.value } } }),
  };
};

/** What the expressions of the state that the flow at `path` is in can read. */
export const bindingsOf = (step: Step, path: string, extra: Extra = {}): Bindings => ({
  states: {
    input: step.visit(path).input,
    context: contextOf(step, path, extra),
    ...(extra.result !== undefined && { result: extra.result }),
    ...(extra.errorOutput !== undefined && { errorOutput: extra.errorOutput }),
  },
  variables: variablesOf(step, path),
  now: step.now,
});

/** All values are computed from the variables as they were; they are assigned together. */
export const evaluateAssigns = async (assigns: Assigns | undefined, bindings: Bindings): Promise<Record<string, Json>> => {
  const values: Record<string, Json> = {};
  for (const [name, template] of Object.entries(assigns ?? {})) values[name] = await template(bindings);
  if (bytesOf(values) > DATA_LIMIT_BYTES) throw dataLimitFailure('what the state assigns to variables');
  return values;
};
