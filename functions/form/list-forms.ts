import type { HistoryEvent } from '../ledger/history-event.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { formsOf, isOfficeForm, officeForms } from './demanded-forms.ts';
import { formIdOf, parseFormId } from './form-id.ts';
import { formDefinition } from './form-set.ts';
import type { FormEntry } from './issued-form.ts';

/**
 * Who reads: an officer also sees what goes with the dossier through the offices; a `counter` that has taken it in, and has no part in it
 * any more, sees nothing but the receipt that it gave.
 */
export type FormReader = 'owner' | 'officer' | 'counter';

const isFor = (reader: FormReader, { type }: HistoryEvent): boolean => reader !== 'counter' || type === 'dossier.accepted';

type Dossier = { readonly procedure: Pick<Procedure, 'formSet'>; readonly history: readonly HistoryEvent[] };

/** Slip and book begin with the submission: before it no office has the dossier. */
const isUnderWay = (history: readonly HistoryEvent[], n: number): boolean =>
  history.some((event) => event.n <= n && event.type === 'dossier.submitted');

/** The forms of a dossier so far, in the order in which they were demanded; of slip and book line the newest state. */
export const listForms = ({ procedure: { formSet }, history }: Dossier, reader: FormReader): FormEntry[] => {
  const newest = history.at(-1);
  const demanded = history
    .filter((event) => isFor(reader, event))
    .flatMap((event) => formsOf(formSet, event).map((code) => ({ code, event })));
  const withOffices =
    reader === 'officer' && newest && isUnderWay(history, newest.n) ? officeForms.map((code) => ({ code, event: newest })) : [];
  return [...demanded, ...withOffices].map(({ code, event }) => ({
    form: formIdOf(code, event.n),
    code,
    title: formDefinition(formSet, code).title,
    issuedAt: event.at,
  }));
};

/** The event that the form was demanded by; undefined when the dossier has no such form for this reader. */
export const eventOfForm = ({ procedure: { formSet }, history }: Dossier, form: string, reader: FormReader): HistoryEvent | undefined => {
  const { code, n } = parseFormId(form);
  const event = history.find((one) => one.n === n);
  if (!event || !isFor(reader, event)) return undefined;
  const isOfOffices = reader === 'officer' && isOfficeForm(code) && isUnderWay(history, n);
  return isOfOffices || formsOf(formSet, event).includes(code) ? event : undefined;
};
