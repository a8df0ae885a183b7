import { localDay } from '../calendar/local-time.ts';
import { historyEvents } from '../ledger/history-event.ts';
import { feeRow } from '../procedure/fee.ts';
import { contactFields } from './contact-fields.ts';
import type { FormFields } from './form-fields.ts';
import type { FormSources } from './form-sources.ts';
import { officeText } from './office-text.ts';

const officer = ({ by }: FormSources['event']): string | undefined => (by.kind === 'staff' ? by.id : undefined);

/** What was handed in until then: the form as filled in, and every document once. */
const componentsOf = ({ events, procedure }: FormSources): FormFields['components'] => {
  const codes = new Set(
    events.flatMap(({ type, data }) => (type === 'document.uploaded' ? [historyEvents[type].parse(data).document] : [])),
  );
  const nameOf = (code: string) => procedure.documents.find((one) => one.code === code)?.name.vi ?? `Tài liệu bổ sung ${code}`;
  return [{ code: 'FORM', name: 'Tờ khai điện tử' }, ...[...codes].map((code) => ({ code, name: nameOf(code) }))];
};

/**
 * Whole đồng of the fee, whenever it is due; undefined where the schedule does not say, and of an import, whose fee is the other
 * system's.
 */
const feeOf = ({ event, sameStep, procedure, meta: { channel } }: FormSources): number | undefined => {
  const asked = sameStep.find(({ type }) => type === 'dossier.payment-requested');
  if (asked) return historyEvents['dossier.payment-requested'].parse(asked.data).amount;
  if (historyEvents['dossier.accepted'].parse(event.data).acceptedAt) return undefined;
  return feeRow(procedure, { channel, day: localDay(new Date(event.at)) })?.amount;
};

/** Where the person gets the result: nobody is sent to a counter that was not asked for. */
const deliveryPlaceOf = ({ meta, office, filing }: FormSources): string | undefined => {
  switch (meta.delivery) {
    case undefined:
      return 'Kho dữ liệu điện tử của chủ hồ sơ';
    case 'COUNTER':
      return officeText(meta.receivedOffice ?? office);
    case 'POST':
      return contactFields(filing, '').address;
  }
};

const accepted = (sources: FormSources): FormFields => {
  const { event, procedure, meta, filing } = sources;
  return {
    components: componentsOf(sources),
    timeLimit: procedure.timeLimit.value ?? undefined,
    delivery: meta.delivery ?? 'ONLINE',
    deliveryPlace: deliveryPlaceOf(sources),
    fee: feeOf(sources),
    submitter: filing.applicant.name,
    receiver: officer(event),
  };
};

/** Where everybody can read what the procedure asks for: the national portal, where it has the procedure. */
const lookupOf = ({ procedure }: FormSources): string | undefined => {
  const codes = procedure.portalCodes.map(({ code }) => code);
  return codes.length > 0 ? `Cổng Dịch vụ công quốc gia, thủ tục ${codes.join(', ')}` : undefined;
};

const supplementRequested = (sources: FormSources): FormFields => {
  const { event, procedure, supplement } = sources;
  if (!supplement) throw new Error(`event ${event.n} of ${event.dossierId} has no request for a supplement`);
  const { record, words } = supplement;
  const nameOf = (code: string) => procedure.documents.find((one) => one.code === code)?.name.vi;
  const documents = record.documents.map((code, index) => {
    const what = words.what[index];
    return { code, name: nameOf(code) ?? what ?? code, ...(nameOf(code) && what && { what }) };
  });
  return {
    stage: record.stage,
    asked: [...(record.form ? [{ code: 'FORM', name: 'Tờ khai điện tử' }] : []), ...documents],
    reason: words.reason,
    legalBasis: [words.legalBasis, words.overrideLegalBasis].filter(Boolean).join('; '),
    // As it was asked; a request to withdraw that is refused puts it off in the record.
    answerBy: historyEvents['dossier.supplement-requested'].parse(event.data).answerBy,
    approver: record.approver,
    guide: record.askedBy,
    lookupAt: lookupOf(sources),
  };
};

const extended = ({ event, words }: FormSources): FormFields => {
  const { from, dueAt } = historyEvents['dossier.extended'].parse(event.data);
  return { ...words, dueBefore: from, dueAfter: dueAt, signer: officer(event) };
};

const stopped = ({ event, events, words, wish }: FormSources): FormFields => {
  const { reason, paid } = historyEvents['dossier.stopped'].parse(event.data);
  const asked = reason === 'WITHDRAWN' ? events.findLast(({ type }) => type === 'dossier.withdrawal-requested') : undefined;
  return { ...words, stoppedIn: event.from, stopReason: reason, withdrawnAt: asked?.at, wish, paid, signer: officer(event) };
};

const concluded = ({ event, events, result }: FormSources): FormFields => {
  if (!result) throw new Error(`event ${event.n} of ${event.dossierId} has no result`);
  const { iss, code, number, outcome, form } = result;
  const decided = events.findLast(({ type }) => type === 'task.decided');
  return {
    number,
    outcome,
    residence: form.residence,
    decidedAt: form.decidedAt,
    reason: form.reason,
    legalBasis: form.legalBasis.join('; '),
    signer: decided && officer(decided),
    resultCode: code,
    verification: `${iss.replace(/\/$/, '')}/public/results/${code}/verification`,
  };
};

/** What the event that demands a form adds to what every form of the dossier can say. */
export const fieldsOfEvent = (sources: FormSources): FormFields => {
  const { event, words, filing } = sources;
  switch (event.type) {
    case 'dossier.accepted':
      return accepted(sources);
    case 'dossier.not-accepted':
      return { ...words, submitter: filing.applicant.name, receiver: officer(event) };
    case 'dossier.supplement-requested':
      return supplementRequested(sources);
    case 'dossier.extended':
      return extended(sources);
    case 'dossier.stopped':
      return stopped(sources);
    case 'dossier.concluded':
      return concluded(sources);
    default:
      return {};
  }
};
