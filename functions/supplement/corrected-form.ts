import { isDeepStrictEqual } from 'node:util';
import type { Meta } from '../ledger/meta.ts';
import { type Fault, pointerTo } from '../platform/faults.ts';
import { factsOf, readPointer } from '../procedure/facts.ts';
import { checkForm } from '../procedure/form.ts';
import type { Procedure } from '../procedure/procedure.ts';

export type CorrectedForm =
  | { readonly kind: 'valid'; readonly form: Record<string, unknown> }
  | { readonly kind: 'invalid'; readonly faults: readonly Fault[] }
  /** Office, plan, documents, fee or lookups rest on what would change: `pointers` into the form. */
  | { readonly kind: 'changes-plan'; readonly pointers: readonly string[] };

/** Where the form stands in the request, for the pointers of its faults. */
const FORM = ['body', 'form'] as const;

/** A form as its applicant corrects it: by its schema, and about the same case as `filed`. */
export const correctedForm = (procedure: Procedure, { facts }: Pick<Meta, 'facts'>, filed: unknown, form: unknown): CorrectedForm => {
  const checked = checkForm(procedure, form, FORM);
  if (checked.kind === 'invalid') return checked;
  const { commune, parcel } = procedure.subject;
  const now = factsOf(procedure, checked.form);
  const changed = [
    ...Object.entries(procedure.facts).flatMap(([name, pointer]) => (facts[name] === now[name] ? [] : [pointer])),
    ...[commune, ...(parcel ? [parcel] : [])].filter(
      (pointer) => !isDeepStrictEqual(readPointer(filed, pointer), readPointer(checked.form, pointer)),
    ),
  ];
  if (changed.length === 0) return checked;
  return { kind: 'changes-plan', pointers: [...new Set(changed)].map((pointer) => `${pointerTo(FORM)}${pointer}`) };
};
