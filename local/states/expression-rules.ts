import { isRecord } from './json.ts';

/** Fields of `$states` that only some expressions may read. */
export type StatesField = 'result' | 'errorOutput';

const children = (node: unknown): unknown[] => (Array.isArray(node) ? node : isRecord(node) ? Object.values(node) : []);

function* nodesOf(node: unknown): Generator<Record<string, unknown>> {
  if (isRecord(node)) yield node;
  for (const child of children(node)) yield* nodesOf(child);
}

/** What `node` reads from the root of the input, which Step Functions does not have: a bare name, `*`, `**` or `$`. */
const rootReads = (node: unknown): string[] => {
  if (Array.isArray(node)) return node.flatMap(rootReads);
  if (!isRecord(node)) return [];
  switch (node['type']) {
    case 'path':
      return Array.isArray(node['steps']) ? rootReads(node['steps'][0]) : [];
    case 'name':
      return [String(node['value'])];
    case 'wildcard':
    case 'descendant':
      return ['*'];
    case 'variable':
      return node['value'] === '' ? ['$'] : [];
    case 'transform':
      return [];
    default:
      return ['procedure', 'arguments', 'body', 'condition', 'then', 'else', 'expressions', 'expression', 'lhs', 'rhs'].flatMap((key) =>
        rootReads(node[key]),
      );
  }
};

const readOfStates = (node: Record<string, unknown>): unknown => {
  const steps = node['type'] === 'path' && Array.isArray(node['steps']) ? node['steps'] : [];
  const [first, second] = steps;
  return isRecord(first) && first['type'] === 'variable' && first['value'] === 'states' && isRecord(second) ? second['value'] : undefined;
};

/**
 * What the syntax tree of an expression uses that Step Functions does not have, or not in this field.
 * @param readable which of `$states.result` and `$states.errorOutput` exist where the expression stands
 */
export const refusedUses = (tree: unknown, readable: ReadonlySet<StatesField>): string[] => {
  const refusals = rootReads(tree).map(
    (name) => `${name === '$' ? '$' : `the name ${name}`} stands for nothing: begin with $states or a variable`,
  );
  for (const node of nodesOf(tree)) {
    if (node['type'] === 'variable' && node['value'] === 'eval') refusals.push('$eval does not exist in Step Functions (use $parse)');
    if (node['type'] === 'variable' && node['value'] === '$') refusals.push('$$ stands for nothing: begin with $states or a variable');
    const field = readOfStates(node);
    if ((field === 'result' || field === 'errorOutput') && !readable.has(field))
      refusals.push(`$states.${field} does not exist in this field`);
    else if (typeof field === 'string' && !['input', 'context', 'result', 'errorOutput'].includes(field))
      refusals.push(`$states.${field} does not exist`);
  }
  return [...new Set(refusals)];
};
