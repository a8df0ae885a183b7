import provinces from '../../catalogue/provinces/provinces.json' with { type: 'json' };
import { controlSlip } from '../ledger/control-slip.ts';
import { dueAfter } from '../ledger/due-time.ts';
import { historyEvents } from '../ledger/history-event.ts';
import { namedOffice } from '../procedure/offices.ts';
import { absencesOf } from './absence.ts';
import { bookEntry } from './book-entry.ts';
import { contactFields } from './contact-fields.ts';
import { isOfficeForm } from './demanded-forms.ts';
import { fieldsOfEvent } from './fields-of-event.ts';
import { FormFields } from './form-fields.ts';
import { formIdOf } from './form-id.ts';
import { formNumber } from './form-number.ts';
import { type FormCode, type FormDefinition, formDefinition } from './form-set.ts';
import type { FormSources } from './form-sources.ts';
import type { IssuedForm } from './issued-form.ts';
import { officeText } from './office-text.ts';

const provinceOf = (office: string): string | undefined => {
  const cell = namedOffice(office)?.cell;
  return provinces.find(({ code }) => code === cell)?.name.vi;
};

/** Acceptance and due time as they stood at the event: the legal clock's moments, moved by supplements and an extension. */
const timesThen = ({ events }: FormSources): Pick<FormFields, 'receivedAt' | 'dueAt'> => {
  const acceptance = events.findLast(({ type }) => type === 'dossier.accepted');
  // An import tells when the other system accepted it, which was before the event.
  const imported = acceptance && historyEvents['dossier.accepted'].parse(acceptance.data).acceptedAt;
  return { receivedAt: imported ?? acceptance?.at, dueAt: dueAfter(events) };
};

/** What every form of a dossier can say, whatever demands it. */
const commonFields = (sources: FormSources, definition: FormDefinition): FormFields => {
  const { meta, procedure, filing, events, event, office } = sources;
  const oneStop = meta.receivedOffice ?? office;
  const kind = namedOffice(oneStop)?.kind;
  const dossierCode = meta.code ?? '';
  const known = { ...contactFields(filing, procedure.name.vi), ...timesThen(sources), dossierCode };
  return {
    ...known,
    issuer: officeText(office),
    competent: officeText(office),
    oneStop: officeText(oneStop),
    number: kind && formNumber(definition, kind, dossierCode, event.n),
    place: provinceOf(office),
    handOvers: controlSlip(meta, events).rows,
    entry: bookEntry(sources, known),
  };
};

const present = (fields: FormFields): FormFields =>
  FormFields.parse(Object.fromEntries(Object.entries(fields).filter(([, member]) => member !== undefined && member !== '')));

/**
 * The form `code` of a dossier as its event left it. Pure: the same dossier gives the same form for ever, whatever happens later.
 * What the printed form has and the cell does not know is named in `absent`.
 */
export const makeForm = (sources: FormSources, code: FormCode): IssuedForm => {
  const { meta, procedure, event, result } = sources;
  const definition = formDefinition(procedure.formSet, code);
  const known = present({
    ...commonFields(sources, definition),
    ...(isOfficeForm(code) ? {} : present(fieldsOfEvent(sources))),
  });
  const fields = FormFields.parse(Object.fromEntries(definition.fields.flatMap((name) => (name in known ? [[name, known[name]]] : []))));
  const { set, version, page, legalBasis, confidence, source, title } = definition;
  return {
    form: formIdOf(code, event.n),
    code,
    dossierId: meta.dossierId,
    title: result?.form.title ?? title,
    issuedAt: event.at,
    ...{ set, version, page, basis: { ...legalBasis, confidence, source }, fields },
    absent: absencesOf(definition, fields),
  };
};
