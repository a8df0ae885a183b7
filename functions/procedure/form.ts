import * as z from 'zod';
import { type Fault, faultsOf, pointerTo } from '../platform/faults.ts';
import { isNestedDeeperThan } from '../platform/json-depth.ts';
import { formSchema } from './form-schema.ts';
import type { Procedure } from './procedure.ts';

/** Levels that a form may have: no form of the catalogue comes near it. */
const MOST_LEVELS = 16;

/** All text in Unicode's composed form, so that the same name is the same text however it was typed. */
const composed = (value: unknown): unknown => {
  if (typeof value === 'string') return value.normalize('NFC');
  if (Array.isArray(value)) return value.map(composed);
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, composed(member)]));
  return value;
};

const schemas = new WeakMap<Procedure, z.ZodType>();

const schemaOf = (procedure: Procedure): z.ZodType => {
  const known = schemas.get(procedure);
  if (known) return known;
  const schema = formSchema(procedure.form);
  schemas.set(procedure, schema);
  return schema;
};

/** Checks a form against the JSON Schema of its procedure; pointers of faults begin with `path`. */
export const checkForm = (
  procedure: Procedure,
  form: unknown,
  path: readonly string[],
): { readonly kind: 'valid'; readonly form: Record<string, unknown> } | { readonly kind: 'invalid'; readonly faults: readonly Fault[] } => {
  if (isNestedDeeperThan(form, MOST_LEVELS))
    return { kind: 'invalid', faults: [{ pointer: pointerTo(path), detail: `must not be nested deeper than ${MOST_LEVELS} levels` }] };
  const result = schemaOf(procedure).safeParse(composed(form));
  if (!result.success) return { kind: 'invalid', faults: faultsOf(path, result.error) };
  return { kind: 'valid', form: z.record(z.string(), z.unknown()).parse(result.data) };
};
