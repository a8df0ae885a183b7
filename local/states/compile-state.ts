import { compileCatchers, compileRetriers } from './compile-handlers.ts';
import type { DefinitionReader } from './definition-reader.ts';
import { INVOKE_ARGUMENTS } from './invoke-arguments.ts';
import { isRecord } from './json.ts';
import type { ChoiceRule, Flow, State } from './machine.ts';

/** Compiles the states of a nested flow (a processor or a branch); `field` is where it stands in the state. */
export type CompileFlow = (definition: DefinitionReader, field: string) => Flow;

const LONGEST_SECONDS = 99_999_999;
const TASK_RESOURCES: Readonly<Record<string, boolean>> = {
  'arn:aws:states:::lambda:invoke': false,
  'arn:aws:states:::lambda:invoke.waitForTaskToken': true,
};
const JSONPATH_FIELDS = [
  'InputPath',
  'OutputPath',
  'Parameters',
  'ResultPath',
  'ResultSelector',
  'Result',
  'ItemsPath',
  'Iterator',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'SecondsPath',
  'TimestampPath',
  'ErrorPath',
  'CausePath',
  'MaxConcurrencyPath',
];

const SUCCESS = new Set(['result'] as const);
const NOTHING = new Set<never>();
const isSeconds = (least: number) => (value: unknown) =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= LONGEST_SECONDS;
const isText = (value: unknown) => typeof value === 'string';

const transition = (reader: DefinitionReader): string | undefined => {
  const [next, end] = [reader.text('Next'), reader.value('End')];
  if (end !== undefined && typeof end !== 'boolean') reader.refuse('End', 'must be true or false');
  if ((next !== undefined) === (end === true)) reader.refuse('Next', 'a state needs either Next or End: true');
  return next;
};

const compileTask = (reader: DefinitionReader, name: string): State => {
  const resource = reader.text('Resource') ?? '';
  const waitsForToken = TASK_RESOURCES[resource];
  if (waitsForToken === undefined)
    reader.refuse('Resource', `${resource || 'nothing'} is not implemented here (only ${Object.keys(TASK_RESOURCES).join(', ')})`);
  const [timeout, heartbeat] = [reader.value('TimeoutSeconds'), reader.value('HeartbeatSeconds')];
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout)
    reader.refuse('HeartbeatSeconds', 'must be less than TimeoutSeconds');
  const argumentsValue = reader.value('Arguments');
  if (argumentsValue === undefined) reader.refuse('Arguments', 'is missing (FunctionName, Payload)');
  for (const argument of isRecord(argumentsValue) ? Object.keys(argumentsValue) : []) {
    if (!INVOKE_ARGUMENTS.has(argument)) reader.refuse(`Arguments/${argument}`, 'is not implemented here');
  }
  return {
    type: 'Task',
    name,
    waitsForToken: waitsForToken ?? false,
    arguments: reader.template('Arguments'),
    timeoutSeconds: reader.templateOr('TimeoutSeconds', 'a whole number of seconds', isSeconds(1)),
    heartbeatSeconds: reader.templateOr('HeartbeatSeconds', 'a whole number of seconds', isSeconds(1)),
    retriers: compileRetriers(reader),
    catchers: compileCatchers(reader),
    assign: reader.assigns('Assign', SUCCESS),
    output: reader.template('Output', SUCCESS),
    next: transition(reader),
  };
};

const compileMap = (reader: DefinitionReader, name: string, compileFlow: CompileFlow): State => ({
  type: 'Map',
  name,
  items: reader.templateOr('Items', 'a list', Array.isArray),
  itemSelector: reader.template('ItemSelector'),
  maxConcurrency: reader.templateOr('MaxConcurrency', 'a whole number', isSeconds(0)),
  processor: compileFlow(reader, 'ItemProcessor'),
  retriers: compileRetriers(reader),
  catchers: compileCatchers(reader),
  assign: reader.assigns('Assign', SUCCESS),
  output: reader.template('Output', SUCCESS),
  next: transition(reader),
});

const compileParallel = (reader: DefinitionReader, name: string, compileFlow: CompileFlow): State => {
  if (!reader.has('Branches')) reader.refuse('Branches', 'is missing');
  const branches = reader.value('Branches');
  return {
    type: 'Parallel',
    name,
    arguments: reader.template('Arguments'),
    branches: reader.list('Branches').length
      ? Array.from({ length: Array.isArray(branches) ? branches.length : 0 }, (_, index) => compileFlow(reader, `Branches[${index}]`))
      : [],
    retriers: compileRetriers(reader),
    catchers: compileCatchers(reader),
    assign: reader.assigns('Assign', SUCCESS),
    output: reader.template('Output', SUCCESS),
    next: transition(reader),
  };
};

const compileChoice = (reader: DefinitionReader, name: string): State => {
  if (!reader.has('Choices')) reader.refuse('Choices', 'is missing');
  const rules = reader.list('Choices').map((rule): ChoiceRule => {
    if (!rule.has('Condition')) rule.refuse('Condition', 'is missing');
    if (!rule.has('Next')) rule.refuse('Next', 'is missing');
    rule.value('Comment');
    const condition = rule.templateOr('Condition', 'true, false', (value) => typeof value === 'boolean');
    const compiled = {
      condition: condition ?? (async () => false),
      next: rule.text('Next') ?? '',
      assign: rule.assigns('Assign', NOTHING),
      output: rule.template('Output'),
    };
    rule.done();
    return compiled;
  });
  const next = reader.text('Default');
  return {
    type: 'Choice',
    name,
    rules,
    hasDefault: next !== undefined,
    next,
    assign: reader.assigns('Assign', NOTHING),
    output: reader.template('Output'),
  };
};

const compileWait = (reader: DefinitionReader, name: string): State => {
  if (reader.has('Seconds') === reader.has('Timestamp')) reader.refuse('Seconds', 'a Wait needs either Seconds or Timestamp');
  return {
    type: 'Wait',
    name,
    seconds: reader.templateOr('Seconds', 'a whole number', isSeconds(0)),
    timestamp: reader.templateOr('Timestamp', 'an RFC 3339 time', isText),
    assign: reader.assigns('Assign', NOTHING),
    output: reader.template('Output'),
    next: transition(reader),
  };
};

const compileOther = (reader: DefinitionReader, name: string, type: unknown): State => {
  switch (type) {
    case 'Pass':
      return { type, name, assign: reader.assigns('Assign', NOTHING), output: reader.template('Output'), next: transition(reader) };
    case 'Fail':
      return { type, name, error: reader.templateOr('Error', 'a string', isText), cause: reader.templateOr('Cause', 'a string', isText) };
    case 'Succeed':
      return { type, name, assign: undefined, output: reader.template('Output'), next: undefined };
    default:
      reader.refuse('Type', `${String(type ?? 'nothing')} is not a state type that is implemented here`);
      return { type: 'Succeed', name, assign: undefined, output: undefined, next: undefined };
  }
};

/** Compiles one state; every fault goes to the reader's `refuse`. */
export const compileState = (reader: DefinitionReader, name: string, compileFlow: CompileFlow): State => {
  const type = reader.value('Type');
  reader.text('Comment');
  const language = reader.value('QueryLanguage');
  if (language !== undefined && language !== 'JSONata')
    reader.refuse('QueryLanguage', `${String(language)} is not implemented here (only JSONata)`);
  for (const field of JSONPATH_FIELDS) {
    if (reader.has(field)) {
      reader.value(field);
      reader.refuse(field, 'belongs to JSONPath, which is not implemented here');
    }
  }
  const compile: Readonly<Record<string, () => State>> = {
    Task: () => compileTask(reader, name),
    Map: () => compileMap(reader, name, compileFlow),
    Parallel: () => compileParallel(reader, name, compileFlow),
    Choice: () => compileChoice(reader, name),
    Wait: () => compileWait(reader, name),
  };
  const state = (compile[String(type)] ?? (() => compileOther(reader, name, type)))();
  reader.done();
  return state;
};
