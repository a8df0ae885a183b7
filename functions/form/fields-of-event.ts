import { historyEvents } from '../ledger/history-event.ts';
import type { FormFields } from './form-fields.ts';
import type { FormSources } from './form-sources.ts';

const officer = ({ by }: FormSources['event']): string | undefined => (by.kind === 'staff' ? by.id : undefined);

/** What was handed in until then: the form as filled in, and every document once. */
const componentsOf = ({ events, procedure }: FormSources): FormFields['components'] => {
  const codes = new Set(
    events.flatMap(({ type, data }) => (type === 'document.uploaded' ? [historyEvents[type].parse(data).document] : [])),
  );
  const nameOf = (code: string) => procedure.documents.find((one) => one.code === code)?.name.vi ?? `Tài liệu bổ sung ${code}`;
  return [{ code: 'FORM', name: 'Tờ khai điện tử' }, ...[...codes].map((code) => ({ code, name: nameOf(code) }))];
};

/** Whole đồng asked for in the step that accepted the dossier; undefined where the fee is due at another time. */
const feeOf = ({ sameStep, procedure }: FormSources): number | undefined => {
  const asked = sameStep.find(({ type }) => type === 'dossier.payment-requested');
  if (asked) return historyEvents['dossier.payment-requested'].parse(asked.data).amount;
  return procedure.feeTiming === 'ON_ACCEPTANCE' ? 0 : undefined;
};

const accepted = (sources: FormSources): FormFields => {
  const { event, procedure, meta, filing } = sources;
  return {
    components: componentsOf(sources),
    timeLimit: procedure.timeLimit.value ?? undefined,
    delivery: meta.delivery ?? 'ONLINE',
    fee: feeOf(sources),
    submitter: filing.applicant.name,
    receiver: officer(event),
  };
};

const supplementRequested = ({ event, procedure, supplement }: FormSources): FormFields => {
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
    answerBy: record.answerBy,
    approver: record.approver,
    receiver: record.askedBy,
  };
};

const extended = ({ event, words }: FormSources): FormFields => {
  const { from, dueAt } = historyEvents['dossier.extended'].parse(event.data);
  return { ...words, dueBefore: from, dueAfter: dueAt, signer: officer(event) };
};

const stopped = ({ event, words, wish }: FormSources): FormFields => {
  const { reason, paid } = historyEvents['dossier.stopped'].parse(event.data);
  return { ...words, stoppedIn: event.from, stopReason: reason, wish, paid, signer: officer(event) };
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
