import { historyEvents } from '../ledger/history-event.ts';
import type { BookEntry, FormFields } from './form-fields.ts';
import { codeTexts, stateTexts } from './form-labels.ts';
import type { FormSources } from './form-sources.ts';
import { officeText } from './office-text.ts';

/** What the line remarks: how a dossier ended that has no result, and what moved its due time. */
const noteOf = ({ events }: FormSources): string | undefined => {
  const count = (type: FormSources['event']['type']) => events.filter((event) => event.type === type).length;
  const supplements = count('dossier.supplement-requested');
  const stopped = events.find(({ type }) => type === 'dossier.stopped');
  const remarks = [
    ...(supplements > 0 ? [`Yêu cầu bổ sung ${supplements} lần`] : []),
    ...(count('dossier.extended') > 0 ? ['Đã gia hạn'] : []),
    ...(count('dossier.not-accepted') > 0 ? [stateTexts['not-accepted']] : []),
    ...(stopped ? [`${stateTexts.stopped}: ${codeTexts.stopReason[historyEvents['dossier.stopped'].parse(stopped.data).reason]}`] : []),
  ];
  return remarks.length > 0 ? remarks.join('; ') : undefined;
};

/** The dossier's line of the tracking book as it stood at the event; `known`: what every form of the dossier can say. */
export const bookEntry = (sources: FormSources, known: FormFields): BookEntry => {
  const { procedure, events, office } = sources;
  const { dossierCode = '', owner = '', address, phone, receivedAt, dueAt } = known;
  const returned = events.findLast(({ type }) => type === 'dossier.returned');
  return {
    ...{ dossierCode, procedure: procedure.name.vi, owner, office: officeText(office), receivedAt, dueAt },
    contact: [address, phone].filter(Boolean).join('; ') || undefined,
    ...(returned && { returnedAt: returned.at, ...historyEvents['dossier.returned'].parse(returned.data) }),
    note: noteOf(sources),
  };
};
