import { compileState } from './compile-state.ts';
import { DefinitionReader } from './definition-reader.ts';
import { isRecord, parseJson } from './json.ts';
import type { Assigns, Flow, Machine, State } from './machine.ts';

const LONGEST_NAME = 80;

const assignedBy = (state: State): Assigns[] => {
  const own = 'assign' in state && state.assign ? [state.assign] : [];
  const rules = state.type === 'Choice' ? state.rules : 'catchers' in state ? state.catchers : [];
  return [...own, ...rules.flatMap((rule) => (rule.assign ? [rule.assign] : []))];
};

const targetsOf = (state: State): string[] => {
  if (state.type === 'Fail') return [];
  const rules = state.type === 'Choice' ? state.rules : 'catchers' in state ? state.catchers : [];
  return [...(state.next === undefined ? [] : [state.next]), ...rules.flatMap((rule) => rule.next ?? [])].filter((name) => name !== '');
};

/**
 * Compiles a definition (Amazon States Language, JSONata only). Everything that is invalid or not implemented is in
 * `faults`, one line each: `state: field: reason`. The machine may only run when there are none.
 */
export const compileMachine = (text: string): { readonly machine: Machine; readonly faults: readonly string[] } => {
  const states = new Map<string, State>();
  const faults: string[] = [];
  const fault = (place: string, field: string, reason: string) => void faults.push(`${place}: ${field}: ${reason}`);

  const compileFlow = (place: string, owner: DefinitionReader, outer: ReadonlySet<string>): Flow => {
    const startAt = owner.text('StartAt');
    if (startAt === undefined) owner.refuse('StartAt', 'is missing');
    const definitions = owner.value('States');
    if (!isRecord(definitions) || Object.keys(definitions).length === 0) {
      owner.refuse('States', 'must be an object that is not empty');
      return { startAt: startAt ?? '' };
    }
    // Inner flows are compiled after their own flow, since they must know which variables it assigns.
    const inner: (() => void)[] = [];
    const own = Object.entries(definitions).flatMap(([name, definition]): State[] => {
      if (name.length > LONGEST_NAME) fault(name, 'name', `is longer than ${LONGEST_NAME} characters`);
      if (states.has(name)) fault(name, 'name', 'is used twice in the machine');
      if (!isRecord(definition)) {
        fault(name, 'state', 'must be an object');
        return [];
      }
      const refuse = (field: string, reason: string) => fault(name, field, reason);
      const state = compileState(new DefinitionReader(definition, refuse), name, (reader, field) => {
        const flow = nestedFlow(reader, field, definition);
        if (!flow) return { startAt: '' };
        inner.push(() => {
          const nested = new DefinitionReader(flow, refuse, `${field}/`);
          readConfiguration(nested, field);
          compileFlow(name, nested, variables);
        });
        return { startAt: typeof flow['StartAt'] === 'string' ? flow['StartAt'] : '' };
      });
      states.set(name, state);
      return [state];
    });
    const variables = new Set([...outer, ...own.flatMap((state) => assignedBy(state).flatMap((assigns) => Object.keys(assigns)))]);
    for (const state of own) {
      for (const name of assignedBy(state).flatMap((assigns) => Object.keys(assigns))) {
        if (outer.has(name))
          fault(state.name, `Assign/${name}`, 'is a variable of an outer flow, which inner states can read but not assign');
      }
    }
    checkTransitions(place, startAt, own, fault);
    owner.done();
    for (const compile of inner) compile();
    return { startAt: startAt ?? '' };
  };

  const nothing: Machine = { startAt: '', states, timeoutSeconds: undefined };
  let definition: unknown;
  try {
    definition = parseJson(text);
  } catch (error) {
    return { machine: nothing, faults: [`definition: not JSON: ${error instanceof Error ? error.message : error}`] };
  }
  if (!isRecord(definition)) return { machine: nothing, faults: ['definition: must be an object'] };
  const reader = new DefinitionReader(definition, (field, reason) => fault('machine', field, reason));
  reader.text('Comment');
  const version = reader.text('Version');
  if (version !== undefined && version !== '1.0') reader.refuse('Version', 'must be 1.0');
  if (reader.value('QueryLanguage') !== 'JSONata') reader.refuse('QueryLanguage', 'must be JSONata; JSONPath is not implemented here');
  const timeoutSeconds = reader.number('TimeoutSeconds', 1, 99_999_999);
  const { startAt } = compileFlow('machine', reader, new Set());
  return { machine: { startAt, states, timeoutSeconds }, faults };
};

const nestedFlow = (reader: DefinitionReader, field: string, definition: Record<string, unknown>): Record<string, unknown> | undefined => {
  const branch = /^Branches\[(\d+)\]$/.exec(field)?.[1];
  const branches = definition['Branches'];
  const flow = branch === undefined ? reader.value(field) : Array.isArray(branches) ? branches[Number(branch)] : undefined;
  if (isRecord(flow)) return flow;
  reader.refuse(field, 'must be an object with StartAt and States');
  return undefined;
};

const readConfiguration = (flow: DefinitionReader, field: string): void => {
  flow.value('Comment');
  const configuration = field === 'ItemProcessor' ? flow.value('ProcessorConfig') : undefined;
  if (configuration === undefined) return;
  const mode = isRecord(configuration) ? configuration['Mode'] : undefined;
  const others = isRecord(configuration) ? Object.keys(configuration).filter((key) => key !== 'Mode') : [];
  if (mode !== 'INLINE' || others.length > 0) flow.refuse('ProcessorConfig', 'only {"Mode": "INLINE"} is implemented here');
};

const checkTransitions = (
  place: string,
  startAt: string | undefined,
  own: readonly State[],
  fault: (place: string, field: string, reason: string) => void,
): void => {
  const byName = new Map(own.map((state) => [state.name, state]));
  if (startAt !== undefined && !byName.has(startAt)) fault(place, 'StartAt', `there is no state ${startAt} here`);
  for (const state of own) {
    for (const target of targetsOf(state)) if (!byName.has(target)) fault(state.name, 'Next', `there is no state ${target} here`);
  }
  const reached = new Set<string>();
  const visit = (name: string): void => {
    const state = byName.get(name);
    if (!state || reached.has(name)) return;
    reached.add(name);
    for (const target of targetsOf(state)) visit(target);
  };
  if (startAt !== undefined) visit(startAt);
  for (const { name } of own) if (!reached.has(name)) fault(name, 'state', 'is never reached');
};
