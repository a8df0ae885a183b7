import type { Condition, DocumentRow, Procedure } from './procedure.ts';

export type Facts = Readonly<Record<string, string | boolean | number>>;

/** The value that a JSON pointer names; undefined when there is none. */
export const readPointer = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (from, part) => (from && typeof from === 'object' && Object.hasOwn(from, part) ? Reflect.get(from, part) : undefined),
      value,
    );

/** What the plan and the documents depend on, taken out of a valid form. Facts hold no personal data. */
export const factsOf = (procedure: Procedure, form: unknown): Facts =>
  Object.fromEntries(
    Object.entries(procedure.facts).flatMap(([name, pointer]) => {
      const value = readPointer(form, pointer);
      return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? [[name, value]] : [];
    }),
  );

export const holds = (condition: Condition | undefined, facts: Facts): boolean => !condition || facts[condition.fact] === condition.equals;

/** The documents that a dossier with these facts needs, and no others. */
export const documentsNeeded = (procedure: Procedure, facts: Facts): readonly DocumentRow[] =>
  procedure.documents.filter(({ when }) => holds(when, facts));
