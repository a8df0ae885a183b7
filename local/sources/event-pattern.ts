/**
 * Event patterns of EventBridge rules and of event source mappings (FilterCriteria): the same language. A pattern is compiled
 * once, at boot; an operator that is not implemented is refused there, by name.
 */
export type EventMatcher = (event: unknown) => boolean;

type LeafMatcher = (value: unknown) => boolean;

/** Matches the field at one place of the event; `undefined` stands for an absent field. */
type FieldMatcher = (value: unknown) => boolean;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): value is string | number | boolean | null =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const invalid = (path: string, problem: string): never => {
  throw new Error(`event pattern${path && ` at ${path}`}: ${problem}`);
};

const textsOf = (value: unknown, path: string): readonly string[] => {
  const list = Array.isArray(value) ? value : [value];
  return list.map((each) => (typeof each === 'string' ? each : invalid(path, `${JSON.stringify(each)} is not a string`)));
};

const onText =
  (test: (text: string) => boolean): LeafMatcher =>
  (value) =>
    typeof value === 'string' && test(value);

const sameIgnoringCase = (left: string, right: string) => left.toLowerCase() === right.toLowerCase();

/** `*` stands for any characters; `\*` and `\\` for themselves. */
const wildcard = (pattern: string, path: string): LeafMatcher => {
  if (/(?<!\\)\*\*/.test(pattern)) invalid(path, `wildcard ${pattern} repeats *`);
  const source = pattern.replace(/\\[*\\]|[*]|[.+?^${}()|[\]\\]/g, (part) =>
    part === '*' ? '.*' : part.length === 2 ? part : `\\${part}`,
  );
  const expression = new RegExp(`^${source}$`, 's');
  return onText((text) => expression.test(text));
};

/** A prefix or suffix: a string, or `{ "equals-ignore-case": … }`. */
const affix = (operand: unknown, path: string, at: 'startsWith' | 'endsWith'): LeafMatcher => {
  if (isFields(operand)) {
    const [[operator, text] = ['', ''], ...more] = Object.entries(operand);
    if (operator !== 'equals-ignore-case' || more.length > 0 || typeof text !== 'string')
      return invalid(path, `operator ${operator} is not implemented here`);
    return onText((value) => value.toLowerCase()[at](text.toLowerCase()));
  }
  const [text = ''] = textsOf(operand, path);
  return onText((value) => value[at](text));
};

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** `["=", 5]`, `[">", 0, "<=", 10]`. */
const numeric = (operand: unknown, path: string): LeafMatcher => {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 !== 0 || operand.length > 4)
    return invalid(path, 'numeric takes one or two comparisons');
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const compare = COMPARISONS[String(operand[index])];
    const limit: unknown = operand[index + 1];
    if (!compare) return invalid(path, `numeric comparison ${operand[index]} is not implemented`);
    if (typeof limit !== 'number') return invalid(path, `${JSON.stringify(limit)} is not a number`);
    tests.push((value) => compare(value, limit));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
};

const equal =
  (expected: string | number | boolean | null): LeafMatcher =>
  (value) =>
    value === expected;

const anythingBut = (operand: unknown, path: string): LeafMatcher => {
  if (isFields(operand)) {
    const [[operator, inner] = ['', ''], ...more] = Object.entries(operand);
    if (more.length > 0) invalid(path, 'anything-but takes one operator');
    if (!['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(operator))
      return invalid(path, `operator anything-but ${operator} is not implemented`);
    const excluded = textsOf(inner, path).map((text) => operation(operator, text, path));
    return (value) => !excluded.some((matches) => matches(value));
  }
  const excluded = (Array.isArray(operand) ? operand : [operand]).map((each) =>
    isScalar(each) ? equal(each) : invalid(path, 'anything-but takes values'),
  );
  if (excluded.length === 0) invalid(path, 'anything-but of nothing');
  return (value) => !excluded.some((matches) => matches(value));
};

const operation = (operator: string, operand: unknown, path: string): LeafMatcher => {
  switch (operator) {
    case 'prefix':
      return affix(operand, path, 'startsWith');
    case 'suffix':
      return affix(operand, path, 'endsWith');
    case 'equals-ignore-case': {
      const [text = ''] = textsOf(operand, path);
      return onText((value) => sameIgnoringCase(value, text));
    }
    case 'wildcard': {
      const [text = ''] = textsOf(operand, path);
      return wildcard(text, path);
    }
    case 'anything-but':
      return anythingBut(operand, path);
    case 'numeric':
      return numeric(operand, path);
    default:
      return invalid(path, `operator ${operator} is not implemented`);
  }
};

/** Values of a leaf field: a list in an event stands for each of its elements; an object is no leaf. */
const leavesOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.filter(isScalar) : isScalar(value) ? [value] : []);

/** One element of a leaf's list of alternatives. */
const alternative = (element: unknown, path: string): FieldMatcher => {
  if (isScalar(element)) {
    const matches = equal(element);
    return (value) => leavesOf(value).some(matches);
  }
  const operators = isFields(element) ? Object.entries(element) : [];
  const [entry] = operators;
  if (!entry || operators.length !== 1) return invalid(path, `${JSON.stringify(element)} is not one operator`);
  const [operator, operand] = entry;
  if (operator === 'exists') {
    if (typeof operand !== 'boolean') return invalid(path, 'exists takes true or false');
    return (value) => leavesOf(value).length > 0 === operand;
  }
  const matches = operation(operator, operand, path);
  return (value) => leavesOf(value).some(matches);
};

const field = (pattern: unknown, path: string): FieldMatcher => {
  if (isFields(pattern)) {
    const matches = fields(pattern, path);
    return (value) => (Array.isArray(value) ? value.some((each) => matches(each)) : matches(value));
  }
  if (!Array.isArray(pattern)) return invalid(path, 'a field takes a list of alternatives or an object');
  if (pattern.length === 0) return invalid(path, 'an empty list matches nothing');
  const alternatives = pattern.map((element) => alternative(element, path));
  return (value) => alternatives.some((matches) => matches(value));
};

const either = (pattern: unknown, path: string): FieldMatcher => {
  if (!Array.isArray(pattern) || pattern.length < 2) return invalid(path, '$or takes a list of at least two patterns');
  const branches = pattern.map((each) => (isFields(each) ? fields(each, path) : invalid(path, '$or takes patterns')));
  return (value) => branches.some((matches) => matches(value));
};

const fields = (pattern: Fields, path: string): FieldMatcher => {
  const entries = Object.entries(pattern);
  if (entries.length === 0) return invalid(path, 'an empty pattern');
  const tests = entries.map(([name, inner]) => {
    const inside = path === '' ? name : `${path}.${name}`;
    if (name === '$or') return either(inner, inside);
    const matches = field(inner, inside);
    return (value: unknown) => matches(isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined);
  });
  return (value) => tests.every((test) => test(value));
};

/**
 * Compiles a pattern, given as an object or as its JSON text.
 * @throws naming the place and the operator when the pattern is malformed or uses what is not implemented
 */
export const compilePattern = (pattern: unknown): EventMatcher => {
  const value: unknown = typeof pattern === 'string' ? JSON.parse(pattern) : pattern;
  return isFields(value) ? fields(value, '') : invalid('', 'a pattern is an object');
};

/** Compiles the FilterCriteria of an event source mapping: an event passes when one of the patterns matches, or there are none. */
export const compileFilterCriteria = (criteria: unknown): EventMatcher => {
  const filters = isFields(criteria) && Array.isArray(criteria['Filters']) ? criteria['Filters'] : [];
  const matchers = filters.map((filter) => compilePattern(isFields(filter) ? filter['Pattern'] : filter));
  return (event) => matchers.length === 0 || matchers.some((matches) => matches(event));
};
