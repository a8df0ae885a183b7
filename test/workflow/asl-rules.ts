import jsonata from 'jsonata';

/** A JSON value of a definition, with the path that leads to it. */
type Node = { readonly path: string; readonly value: unknown };
type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const nodesOf = (value: unknown, path = ''): Node[] => {
  const children = Array.isArray(value)
    ? value.map((child, index) => [String(index), child] as const)
    : isFields(value)
      ? Object.entries(value)
      : [];
  return [{ path, value }, ...children.flatMap(([name, child]) => nodesOf(child, `${path}/${name}`))];
};

/** Every state of a definition, those inside Maps and Parallels as well. */
export const statesOf = (definition: unknown): { readonly name: string; readonly state: Fields }[] =>
  nodesOf(definition).flatMap(({ path, value }) =>
    path.endsWith('/States') && isFields(value)
      ? Object.entries(value).flatMap(([name, state]) => (isFields(state) ? [{ name, state }] : []))
      : [],
  );

/** Every JSONata expression of a definition, without its marks. */
export const expressionsOf = (definition: unknown): { readonly path: string; readonly expression: string }[] =>
  nodesOf(definition).flatMap(({ path, value }) => {
    const [, expression] = typeof value === 'string' ? (/^\{%([\s\S]*)%\}$/.exec(value) ?? []) : [];
    return expression === undefined ? [] : [{ path, expression: expression.trim() }];
  });

const LONGEST_EXPRESSION = 100;

const jsonPathFields = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ResultSelector',
  'Parameters',
  'ItemsPath',
  'Variable',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
  'Result',
];

/** What selects and builds; anything else computes, and computing belongs into functions. */
const selecting = new Set(['path', 'variable', 'name', 'string', 'number', 'value', 'unary', 'binary', 'filter', 'function']);
const comparing = new Set(['=', '!=', 'in', 'and', 'or']);
const operators = new Set([...comparing, '.', '[', '{', '..', '<', '>', '<=', '>=']);
const functions = new Set(['count', 'exists', 'string']);

/** Why an expression does more than select or build; empty when it does not. */
const computes = (tree: unknown): string[] =>
  nodesOf(tree).flatMap(({ value }) => {
    if (!isFields(value) || typeof value['type'] !== 'string') return [];
    const { type, value: operator, procedure } = value;
    if (!selecting.has(type)) return [`it is a ${type}`];
    if ((type === 'binary' || type === 'unary') && !operators.has(String(operator))) return [`it uses ${operator}`];
    const called = type === 'function' && isFields(procedure) ? String(procedure['value']) : undefined;
    return called !== undefined && !functions.has(called) ? [`it calls $${called}`] : [];
  });

const faultsOfExpression = ({ path, expression }: { path: string; expression: string }): string[] => {
  const tooLong = expression.length > LONGEST_EXPRESSION ? [`${path}: the expression is longer than ${LONGEST_EXPRESSION} characters`] : [];
  try {
    return [...tooLong, ...computes(jsonata(expression).ast()).map((why) => `${path}: an expression only selects or builds, but ${why}`)];
  } catch {
    return [...tooLong, `${path}: the expression cannot be parsed`];
  }
};

const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

const faultsOfTask = (state: Fields): string[] => [
  ...(state['TimeoutSeconds'] === undefined ? ['has no TimeoutSeconds'] : []),
  ...(listOf(state['Retry']).length === 0 ? ['has no Retry'] : []),
  ...(listOf(state['Retry']).some((retrier) => retrier['JitterStrategy'] !== 'FULL') ? ['has a Retry without jitter'] : []),
  ...(listOf(state['Retry']).some(({ ErrorEquals }) => Array.isArray(ErrorEquals) && ErrorEquals.includes('States.TaskFailed'))
    ? []
    : ['gives up at the first error that a function throws']),
  ...(listOf(state['Catch']).some(({ ErrorEquals }) => Array.isArray(ErrorEquals) && ErrorEquals.includes('States.ALL'))
    ? []
    : ['does not catch States.ALL']),
];

const comparesKind = (condition: unknown): boolean => {
  const [, expression] = typeof condition === 'string' ? (/^\{%([\s\S]*)%\}$/.exec(condition) ?? []) : [];
  if (expression === undefined || !/\bkinds?\b/.test(expression)) return false;
  const tree: unknown = jsonata(expression).ast();
  return isFields(tree) && tree['type'] === 'binary' && comparing.has(String(tree['value']));
};

const faultsOfState = ({ name, state }: { name: string; state: Fields }): string[] => {
  const comment = String(state['Comment'] ?? '');
  return [
    ...(comment.includes('Input: ') && (comment.includes('Output: ') || state['Type'] === 'Fail')
      ? []
      : ['says no input and output in its Comment']),
    ...jsonPathFields.filter((field) => field in state).map((field) => `has the JSONPath field ${field}`),
    ...('QueryLanguage' in state && state['QueryLanguage'] !== 'JSONata' ? ['has another QueryLanguage'] : []),
    ...(state['Type'] === 'Task' ? faultsOfTask(state) : []),
    ...(state['Type'] === 'Map' && state['MaxConcurrency'] === undefined ? ['has no MaxConcurrency'] : []),
    ...listOf(state['Choices']).flatMap(({ Condition }) =>
      comparesKind(Condition) ? [] : [`has a Condition that compares no kind: ${Condition}`],
    ),
  ].map((fault) => `${name} ${fault}`);
};

/** What a definition of ours breaks of the house's rules for workflows; empty when it keeps them all. */
export const faultsOf = (definition: unknown): string[] => {
  const machine = isFields(definition) ? definition : {};
  const comment = String(machine['Comment'] ?? '');
  return [
    ...(machine['QueryLanguage'] === 'JSONata' ? [] : ['the machine is not in JSONata']),
    ...(comment.includes('Input: ') && comment.includes('Output: ') ? [] : ['the machine says no input and output in its Comment']),
    ...statesOf(definition).flatMap(faultsOfState),
    ...expressionsOf(definition).flatMap(faultsOfExpression),
    ...nodesOf(definition).flatMap(({ path, value }) =>
      typeof value === 'string' && value.startsWith('arn:') && !value.startsWith('arn:aws:states:::')
        ? [`${path}: an ARN stands in the file: ${value}`]
        : [],
    ),
  ];
};
