import provinces from '../../catalogue/provinces/provinces.json' with { type: 'json' };
import { controlSlip } from '../ledger/control-slip.ts';
import { ownerOf } from '../ledger/filing.ts';
import { historyEvents } from '../ledger/history-event.ts';
import { namedOffice } from '../procedure/offices.ts';
import { contactFields } from './contact-fields.ts';
import { isOfficeForm } from './demanded-forms.ts';
import { fieldsOfEvent } from './fields-of-event.ts';
import { FormFields } from './form-fields.ts';
import { formIdOf } from './form-id.ts';
import { formNumber } from './form-number.ts';
import { type FormCode, type FormDefinition, formDefinition } from './form-set.ts';
import type { FormSources } from './form-sources.ts';
import type { IssuedForm } from './issued-form.ts';

const officeText = (code: string): string => {
  const known = namedOffice(code);
  return known ? `${known.name.vi} (${code})` : code;
};

const provinceOf = (office: string): string | undefined => {
  const cell = namedOffice(office)?.cell;
  return provinces.find(({ code }) => code === cell)?.name.vi;
};

/** The events that set the due time of a dossier, or move it. */
const dueTimes = ['dossier.accepted', 'payment.booked', 'dossier.supplement-provided', 'dossier.due-moved', 'dossier.extended'] as const;

/** Acceptance and due time as they stood at the event: the legal clock's moments, moved by supplements and an extension. */
const timesThen = ({ events }: FormSources): Pick<FormFields, 'receivedAt' | 'dueAt'> => {
  const acceptance = events.findLast(({ type }) => type === 'dossier.accepted');
  const due = events.flatMap(({ type, data }) => {
    const says = dueTimes.find((one) => one === type);
    return (says && historyEvents[says].parse(data).dueAt) ?? [];
  });
  // An import tells when the other system accepted it, which was before the event.
  const imported = acceptance && historyEvents['dossier.accepted'].parse(acceptance.data).acceptedAt;
  return { receivedAt: imported ?? acceptance?.at, dueAt: due.at(-1) };
};

/** What every form of a dossier can say, whatever demands it. */
const commonFields = (sources: FormSources, definition: FormDefinition): FormFields => {
  const { meta, procedure, filing, events, event, office } = sources;
  const oneStop = meta.receivedOffice ?? office;
  const kind = namedOffice(oneStop)?.kind;
  const contact = contactFields(filing, procedure.name.vi);
  const times = timesThen(sources);
  const returned = events.findLast(({ type }) => type === 'dossier.returned');
  const dossierCode = meta.code ?? '';
  return {
    ...contact,
    ...times,
    issuer: officeText(office),
    oneStop: officeText(oneStop),
    number: kind && formNumber(definition, kind, dossierCode, event.n),
    place: provinceOf(office),
    dossierCode,
    handOvers: controlSlip(meta, events).rows,
    entry: {
      dossierCode,
      procedure: procedure.name.vi,
      owner: ownerOf(filing).name,
      office: officeText(office),
      ...times,
      returnedAt: returned?.at,
      way: returned && historyEvents['dossier.returned'].parse(returned.data).way,
    },
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
    absent: definition.fields.filter((name) => !(name in fields) && !definition.ifKnown.includes(name)),
  };
};
