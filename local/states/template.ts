import { type Bindings, compileExpression } from './expression.ts';
import type { StatesField } from './expression-rules.ts';
import type { Json } from './json.ts';

/** JSON in which every string `{% … %}` is an expression. Throws StateFailure when one cannot be evaluated. */
export type Template = (bindings: Bindings) => Promise<Json>;

/** Told of what is wrong with the definition, by field. */
export type Refuse = (field: string, reason: string) => void;

/** Whether the value is one expression: `{%` first, `%}` last. */
export const isExpression = (value: unknown): boolean =>
  typeof value === 'string' && value.length >= 4 && value.startsWith('{%') && value.endsWith('%}');

const looksBroken = (text: string): boolean => !isExpression(text) && (text.trimStart().startsWith('{%') || text.trimEnd().endsWith('%}'));

/** Compiles a field's value. `location` is its path below the state, for example `Arguments/Payload/ids[0]`. */
export const compileTemplate = (value: unknown, location: string, readable: ReadonlySet<StatesField>, refuse: Refuse): Template => {
  if (typeof value === 'string' && isExpression(value)) {
    const evaluate = compileExpression(value.slice(2, -2).trim(), readable, (reason) => refuse(location, reason));
    return (bindings) => evaluate(bindings, location);
  }
  if (typeof value === 'string') {
    if (looksBroken(value)) refuse(location, 'an expression must begin with {% and end with %}, with nothing before or after');
    return async () => value;
  }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => compileTemplate(item, `${location}[${index}]`, readable, refuse));
    return async (bindings) => {
      const results: Json[] = [];
      for (const item of items) results.push(await item(bindings));
      return results;
    };
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(
      ([key, item]) => [key, compileTemplate(item, `${location}/${key}`, readable, refuse)] as const,
    );
    return async (bindings) => {
      const results: { [key: string]: Json } = {};
      for (const [key, item] of fields) results[key] = await item(bindings);
      return results;
    };
  }
  const literal = typeof value === 'number' || typeof value === 'boolean' ? value : null;
  return async () => literal;
};
