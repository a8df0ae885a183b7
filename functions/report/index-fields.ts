import * as z from 'zod';
import { dossierStates } from '../ledger/dossier-state.ts';
import { DossierId, Instant } from '../ledger/meta.ts';
import { IndexProgress } from './index-progress.ts';
import { HandledComplaint } from './told-items.ts';

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
  /** The system that it was imported from: what happened there, only that system knows. */
  source: z.string().optional(),
  /** The end of the work as the index takes it (S11): the first of these that there is. */
  ended: z.object({ at: Instant, by: z.enum(['concluded', 'returned', 'stopped', 'refused', 'withdrawing']) }).optional(),
  /** Every change of its state. */
  progress: z.array(IndexProgress),
  /** Every request for a supplement; the time in between is taken off. */
  supplements: z.array(
    z.object({
      n: z.int(),
      stage: z.enum(['intake', 'appraisal']),
      askedAt: Instant,
      askedBy: z.string(),
      answerBy: Instant,
      documents: z.array(z.string()),
      providedAt: Instant.optional(),
      /** The clerk who took the answer in at a counter. */
      receivedBy: z.string().optional(),
      dueBefore: Instant.optional(),
      dueAfter: Instant.optional(),
    }),
  ),
  /** The fee as the schedule had it at the acceptance, in whole đồng. */
  fees: z.array(z.object({ case: z.string(), amount: z.int(), legalBasis: z.string(), timing: z.string() })),
  /** What was paid online, on the cell's own gateway. */
  payments: z.array(z.object({ paidAt: Instant.optional(), amount: z.int(), receipt: z.string().optional(), gateway: z.literal('LOCAL') })),
  /** Files of components. One that the history has an upload of came from its applicant, out of no store. */
  components: z.array(
    z.object({
      code: z.string(),
      name: z.string().optional(),
      digitised: z.boolean(),
      reused: z.boolean().optional(),
      fromNationalStore: z.boolean().optional(),
      bytes: z.int(),
      uploadedAt: Instant,
    }),
  ),
  /** Registers that were asked, and what they said; each finding that needed no paper is a reuse of data. */
  registries: z.array(z.object({ registry: z.string(), finding: z.string() })),
  identity: z.object({ level: z.int(), verifiedBy: z.string().optional(), vneid: z.boolean().optional() }),
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
  /** Feedback about the dossier, with the accounts that it is about; whoever reads the record and is one of them does not find it here. */
  complaints: z.array(HandledComplaint),
});
export type IndexRecord = z.infer<typeof IndexRecord>;
