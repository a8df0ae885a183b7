import * as z from 'zod';
import { localDay } from '../calendar/local-time.ts';
import { dossierStates } from '../ledger/dossier-state.ts';
import { type HistoryEvent, historyEvents } from '../ledger/history-event.ts';
import { DossierId, Instant, type Meta } from '../ledger/meta.ts';
import type { Supplement } from '../ledger/supplement.ts';
import { feeRow } from '../procedure/fee.ts';
import type { Procedure } from '../procedure/procedure.ts';
import type { Told } from './told-items.ts';
import { ToldComplaint } from './told-items.ts';

/**
 * Every raw field that the index of Decision 766/QĐ-TTg needs of one dossier (domain notes, rules.md part 2), worked out from META, its
 * history and its items. Raw: nothing is scored here. What is not known is absent, never a default; nothing personal is in it.
 */
export const IndexRecord = z.object({
  dossierId: DossierId,
  code: z.string().optional(),
  procedure: z.object({
    id: z.string(),
    version: z.string(),
    name: z.string(),
    /** National codes of the procedure. */
    portalCodes: z.array(z.string()),
    agency: z.string(),
    /** Whether any row of its fee schedule is above 0. */
    hasFee: z.boolean(),
    timeLimit: z.object({ amount: z.int(), unit: z.string() }).optional(),
  }),
  state: z.enum(dossierStates),
  channel: z.enum(['online', 'counter', 'post', 'kiosk']),
  /** Offices: who decides, who took it in, whose clerk helped. */
  agency: z.string(),
  office: z.string(),
  receivedOffice: z.string().optional(),
  supportedOffice: z.string().optional(),
  submittedAt: Instant.optional(),
  acceptedAt: Instant.optional(),
  dueAt: Instant.optional(),
  /** The due time was put off: in time, or late. */
  extension: z.enum(['IN_TIME', 'LATE']).optional(),
  refusedAt: Instant.optional(),
  concludedAt: Instant.optional(),
  returnedAt: Instant.optional(),
  returnedBy: z.string().optional(),
  /** The end of the work as the index takes it: concluded, else stopped, or refused at the intake. */
  ended: z.object({ at: Instant, by: z.enum(['concluded', 'stopped', 'refused']) }).optional(),
  /** Every request for a supplement; the time in between is taken off. */
  supplements: z.array(
    z.object({
      n: z.int(),
      stage: z.enum(['intake', 'appraisal']),
      askedAt: Instant,
      askedBy: z.string(),
      answerBy: Instant,
      providedAt: Instant.optional(),
      dueBefore: Instant.optional(),
      dueAfter: Instant.optional(),
    }),
  ),
  /** The fee as the schedule had it at the acceptance, in whole đồng. */
  fees: z.array(z.object({ case: z.string(), amount: z.int(), legalBasis: z.string(), timing: z.string() })),
  /** What was paid online, on the cell's own gateway. */
  payments: z.array(z.object({ paidAt: Instant.optional(), amount: z.int(), receipt: z.string().optional(), gateway: z.literal('LOCAL') })),
  /** Files of components: each was uploaded as a file, so that none came out of a store. */
  components: z.array(
    z.object({
      code: z.string(),
      digitised: z.boolean(),
      reused: z.boolean(),
      fromNationalStore: z.boolean(),
      bytes: z.int(),
      uploadedAt: Instant,
    }),
  ),
  /** Registers that were asked, and what they said; each finding that needed no paper is a reuse of data. */
  registries: z.array(z.object({ registry: z.string(), finding: z.string() })),
  identity: z.object({ level: z.int(), verifiedBy: z.string().optional(), vneid: z.boolean() }),
  result: z
    .object({
      code: z.string(),
      number: z.string(),
      outcome: z.enum(['GRANTED', 'REFUSED']),
      issuedAt: Instant,
      link: z.string(),
      signed: z.literal(true),
    })
    .optional(),
  rating: z.object({ score: z.int(), at: Instant }).optional(),
  /** Feedback about the dossier; whoever reads the record and is complained about does not find it here. */
  complaints: z.array(ToldComplaint.omit({ subjects: true })),
});
export type IndexRecord = z.infer<typeof IndexRecord>;

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

const endOf = (events: readonly HistoryEvent[], concludedAt: string | undefined): IndexRecord['ended'] => {
  if (concludedAt) return { at: concludedAt, by: 'concluded' };
  const end = events.find(({ type }) => type === 'dossier.stopped' || type === 'dossier.not-accepted');
  return end && { at: end.at, by: end.type === 'dossier.stopped' ? 'stopped' : 'refused' };
};

const wayOf = (events: readonly HistoryEvent[]): string | undefined => {
  const returned = events.find(({ type }) => type === 'dossier.returned');
  return returned && historyEvents['dossier.returned'].parse(returned.data).way;
};

const feesOf = (procedure: Procedure, { channel, acceptedAt }: Meta): IndexRecord['fees'] => {
  const fee = acceptedAt && feeRow(procedure, { channel, day: localDay(new Date(acceptedAt)) });
  return fee ? [{ case: fee.case, amount: fee.amount, legalBasis: fee.legalBasis, timing: procedure.feeTiming }] : [];
};

const identityOf = ({ channel, identityLevel, findings }: Meta): IndexRecord['identity'] => {
  const verifiedBy = findings[IDENTITY];
  // Online sign-in is by e-ID only since 20 July 2026 (domain notes, README 1).
  return { level: identityLevel, ...(verifiedBy && { verifiedBy }), vneid: channel === 'online' || verifiedBy === 'VNEID' };
};

/** The raw record of a dossier. `events` up to META's number. */
export const indexRecord = (sources: IndexSources): IndexRecord => {
  const { meta, procedure, events, result, rating, apiAddress } = sources;
  const { value: limit } = procedure.timeLimit;
  const refused = events.find(({ type }) => type === 'dossier.not-accepted');
  const ended = endOf(events, meta.concludedAt);
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
    ...(ended && { ended }),
    supplements: sources.supplements.map(({ n, stage, askedAt, askedBy, answerBy, providedAt, dueBefore, dueAfter }) => ({
      ...{ n, stage, askedAt, askedBy, answerBy },
      ...{ providedAt, dueBefore, dueAfter },
    })),
    fees: feesOf(procedure, meta),
    payments: sources.payments
      .filter(({ state }) => state === 'booked')
      .map(({ amount, closedAt, receipt }) => ({ paidAt: closedAt, amount, receipt, gateway: 'LOCAL' })),
    components: sources.documents.map(({ document, bytes, uploadedAt }) => ({
      ...{ code: document, bytes, uploadedAt },
      ...{ digitised: true, reused: false, fromNationalStore: false },
    })),
    registries: Object.entries(meta.findings)
      .filter(([registry]) => registry !== IDENTITY)
      .map(([registry, finding]) => ({ registry, finding })),
    identity: identityOf(meta),
    ...(result && {
      result: {
        ...{ code: result.code, number: result.number, outcome: result.outcome, issuedAt: result.issuedAt },
        link: `${apiAddress}/public/results/${result.code}/verification`,
        signed: true as const,
      },
    }),
    ...(rating && { rating: { score: rating.score, at: rating.at } }),
    complaints: sources.complaints.map(({ complaintId, kind, state, filedAt, limits, repeated, satisfied }) => ({
      ...{ complaintId, kind, state, filedAt, limits, repeated, satisfied },
    })),
  };
};
