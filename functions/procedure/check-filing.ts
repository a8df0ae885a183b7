import { type Fault, pointerTo } from '../platform/faults.ts';
import type { Procedures } from './catalogue.ts';
import { readPointer } from './facts.ts';
import { checkForm } from './form.ts';
import { type OfficesOfCommune, officesOf } from './offices.ts';
import type { Procedure } from './procedure.ts';

/** Where the form stands in the request, for the pointers of its faults. */
const FORM = ['body', 'form'] as const;

export type CheckedFiling = { readonly form: Record<string, unknown>; readonly offices: OfficesOfCommune };

/** The form by its schema, a commune of this cell in it, and a parcel of that commune. */
const checkFiling = (procedure: Procedure, form: unknown, cell: string): CheckedFiling | { readonly faults: readonly Fault[] } => {
  const checked = checkForm(procedure, form, FORM);
  if (checked.kind === 'invalid') return { faults: checked.faults };
  const { subject } = procedure;
  const fault = (place: string, detail: string) => ({ faults: [{ pointer: `${pointerTo(FORM)}${place}`, detail }] });
  const commune = String(readPointer(checked.form, subject.commune));
  const offices = officesOf(cell, commune);
  if (!offices) return fault(subject.commune, `is no commune of cell ${cell}`);
  const parcel = subject.parcel && readPointer(checked.form, subject.parcel);
  if (subject.parcel && typeof parcel === 'string' && parcel.split('/')[0] !== commune)
    return fault(subject.parcel, `is no parcel of commune ${commune}`);
  return { form: checked.form, offices };
};

export type FilingRefusal = { readonly kind: 'procedure-unknown' } | { readonly kind: 'invalid'; readonly faults: readonly Fault[] };

/** What is filed, by the procedure as it stands now; or why it cannot be filed at all, whoever brings it. */
export const checkedFiling = (
  procedures: Pick<Procedures, 'current'>,
  { procedure: id, form }: { readonly procedure: string; readonly form: unknown },
  cell: string,
): { readonly kind: 'checked'; readonly procedure: Procedure; readonly checked: CheckedFiling } | FilingRefusal => {
  const procedure = procedures.current(id);
  if (!procedure) return { kind: 'procedure-unknown' };
  const checked = checkFiling(procedure, form, cell);
  return 'faults' in checked ? { kind: 'invalid', faults: checked.faults } : { kind: 'checked', procedure, checked };
};
