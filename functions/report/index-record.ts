import { localDay } from '../calendar/local-time.ts';
import { type HistoryEvent, type HistoryEventType, historyEvents } from '../ledger/history-event.ts';
import type { Meta } from '../ledger/meta.ts';
import type { Supplement } from '../ledger/supplement.ts';
import { feeRow } from '../procedure/fee.ts';
import type { Procedure } from '../procedure/procedure.ts';
import type { IndexRecord } from './index-fields.ts';
import { progressOf } from './index-progress.ts';
import type { Told } from './told-items.ts';

export type IndexSources = Told & {
  readonly meta: Meta;
  readonly procedure: Procedure;
  readonly events: readonly HistoryEvent[];
  readonly supplements: readonly Supplement[];
  /** Address of the cell's API, which the link of a result begins with. */
  readonly apiAddress: string;
};

/** META keeps how an officer verified a person among the findings; it is no register. */
const IDENTITY = 'identity';

/**
 * The end of the work. Of a dossier whose applicant never answered a request it is the time of that request (S11); a request to withdraw
 * ends the work on an accepted dossier while nobody has refused it.
 */
const endOf = ({ meta, events, supplements }: IndexSources): IndexRecord['ended'] => {
  const { concludedAt, returnedAt, state, acceptedAt } = meta;
  const last = (type: HistoryEventType) => events.findLast((event) => event.type === type);
  if (concludedAt) return { at: concludedAt, by: 'concluded' };
  if (returnedAt) return { at: returnedAt, by: 'returned' };
  const stopped = last('dossier.stopped');
  if (stopped) {
    const { reason } = historyEvents['dossier.stopped'].parse(stopped.data);
    const unanswered = reason === 'SUPPLEMENT_UNANSWERED' ? supplements.at(-1)?.askedAt : undefined;
    return { at: unanswered ?? stopped.at, by: 'stopped' };
  }
  const refused = last('dossier.not-accepted');
  if (refused) return { at: refused.at, by: 'refused' };
  const asked = state === 'withdrawal-requested' && acceptedAt ? last('dossier.withdrawal-requested') : undefined;
  return asked && { at: asked.at, by: 'withdrawing' };
};

const wayOf = (events: readonly HistoryEvent[]): string | undefined => {
  const returned = events.find(({ type }) => type === 'dossier.returned');
  return returned && historyEvents['dossier.returned'].parse(returned.data).way;
};

const feesOf = (procedure: Procedure, { channel, acceptedAt }: Meta): IndexRecord['fees'] => {
  const fee = acceptedAt && feeRow(procedure, { channel, day: localDay(new Date(acceptedAt)) });
  return fee ? [{ case: fee.case, amount: fee.amount, legalBasis: fee.legalBasis, timing: procedure.feeTiming }] : [];
};

const identityOf = ({ channel, identityLevel, findings }: Meta, imported: boolean): IndexRecord['identity'] => {
  const verifiedBy = findings[IDENTITY];
  // Online sign-in is by e-ID only since 20 July 2026 (domain notes, README 1); how another system signed people in is not known here.
  const vneid = verifiedBy === 'VNEID' || (channel === 'online' && !imported);
  return { level: identityLevel, ...(verifiedBy && { verifiedBy }), ...((vneid || verifiedBy || !imported) && { vneid }) };
};

/** The system that the dossier was imported from; undefined for one that was filed here. */
const sourceOf = ({ events }: IndexSources): string | undefined => {
  const drafted = events.find(({ type }) => type === 'dossier.drafted');
  return drafted && historyEvents['dossier.drafted'].parse(drafted.data).source;
};

const supplementsOf = ({ supplements, events }: IndexSources): IndexRecord['supplements'] =>
  supplements.map(({ n, stage, askedAt, askedBy, answerBy, documents, providedAt, dueBefore, dueAfter }) => {
    const provided = events.find(
      ({ type, data }) => type === 'dossier.supplement-provided' && historyEvents['dossier.supplement-provided'].parse(data).n === n,
    );
    return {
      ...{ n, stage, askedAt, askedBy, answerBy, documents: [...documents] },
      ...{ providedAt, ...(provided?.by.kind === 'staff' && { receivedBy: provided.by.id }), dueBefore, dueAfter },
    };
  });

const componentsOf = ({ documents, procedure, events }: IndexSources): IndexRecord['components'] => {
  const uploaded = new Set(
    events.flatMap(({ type, data }) => (type === 'document.uploaded' ? [historyEvents[type].parse(data).document] : [])),
  );
  return documents.map(({ document, bytes, uploadedAt }) => ({
    ...{ code: document, name: procedure.documents.find(({ code }) => code === document)?.name.vi, bytes, uploadedAt, digitised: true },
    ...(uploaded.has(document) && { reused: false, fromNationalStore: false }),
  }));
};

/** The raw record of a dossier. `events` up to META's number. */
export const indexRecord = (sources: IndexSources): IndexRecord => {
  const { meta, procedure, events, result, rating, apiAddress } = sources;
  const { value: limit } = procedure.timeLimit;
  const refused = events.find(({ type }) => type === 'dossier.not-accepted');
  const ended = endOf(sources);
  const source = sourceOf(sources);
  const returnedBy = wayOf(events);
  return {
    ...{ dossierId: meta.dossierId, code: meta.code, state: meta.state, channel: meta.channel },
    procedure: {
      ...{ id: procedure.id, version: procedure.version, name: procedure.name.vi, agency: procedure.agency },
      portalCodes: procedure.portalCodes.map(({ code }) => code),
      hasFee: procedure.fees.some(({ amount }) => amount > 0),
      ...(limit && { timeLimit: limit }),
    },
    ...{ agency: meta.agency, office: meta.office, receivedOffice: meta.receivedOffice, supportedOffice: meta.supportedOffice },
    ...{ submittedAt: meta.submittedAt, acceptedAt: meta.acceptedAt, dueAt: meta.dueAt, extension: meta.extension },
    ...(refused && { refusedAt: refused.at }),
    ...{ concludedAt: meta.concludedAt, returnedAt: meta.returnedAt },
    ...(returnedBy && { returnedBy }),
    ...(source && { source }),
    ...(ended && { ended }),
    progress: progressOf(meta.office, events),
    supplements: supplementsOf(sources),
    fees: feesOf(procedure, meta),
    payments: sources.payments
      .filter(({ state }) => state === 'booked')
      .map(({ amount, closedAt, receipt }) => ({ paidAt: closedAt, amount, receipt, gateway: 'LOCAL' })),
    components: componentsOf(sources),
    registries: Object.entries(meta.findings)
      .filter(([registry]) => registry !== IDENTITY)
      .map(([registry, finding]) => ({ registry, finding })),
    identity: identityOf(meta, source !== undefined),
    ...(result && {
      result: {
        ...{ code: result.code, number: result.number, outcome: result.outcome, issuedAt: result.issuedAt },
        link: `${apiAddress}/public/results/${result.code}/verification`,
        signed: true as const,
      },
    }),
    ...(rating && { rating: { score: rating.score, at: rating.at } }),
    complaints: sources.complaints.map(({ complaintId, kind, state, step, subjects, filedAt, limits, repeated, satisfied, lines }) => ({
      ...{ complaintId, kind, state, step, subjects, filedAt, limits, repeated, satisfied, lines },
    })),
  };
};
