import * as z from 'zod';
import { dossierStates } from './dossier-state.ts';

/** A ULID in upper case: 26 characters of Crockford's base 32. */
export const DossierId = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'must be a ULID');

/** Times are stored in UTC with milliseconds, so that they sort as text. */
export const Instant = z.iso.datetime();

/** One task of the plan. `n` is its number in the dossier; `answeredBy` says which audience may close it. */
export const PlannedTask = z.object({
  n: z.int().positive(),
  kind: z.string(),
  /** `consulted` advises and never ends the plan; `competent` decides. */
  role: z.enum(['consulted', 'competent']),
  agency: z.string(),
  office: z.string(),
});
export type PlannedTask = z.infer<typeof PlannedTask>;

/**
 * What happens when the next deadline passes; `processing` is the due time itself. `reckoning`: a time that no calendar reached when it
 * was to be set, to be set as soon as one does. `attempt`: a fee has lapsed but for an attempt that the gateway may still tell of.
 */
export const DeadlineKind = z.enum([
  'reckoning',
  'intake',
  'supplement',
  'payment',
  'attempt',
  'withdrawal',
  'silence',
  'escalation-70',
  'escalation-90',
  'apology',
  'processing',
]);
export type DeadlineKind = z.infer<typeof DeadlineKind>;

/** What an applicant is asked to complete while the dossier is in `supplement-requested` (the words are in item `SUPPLEMENT#<n>`). */
const OpenSupplement = z.object({
  n: z.int().positive(),
  stage: z.enum(['intake', 'appraisal']),
  answerBy: Instant,
  /** The form is to be corrected. */
  form: z.literal(true).optional(),
  /** When the applicant answered an intake supplement; the officer has not looked yet. */
  provided: Instant.optional(),
});

/**
 * A dossier's head item (`DOSSIER#<id>` / `META`, at most 1 kB): state, versions it was accepted under, the plan and what is open.
 * Personal data are not here but in the FORM item. `n` is the number of the newest history event and the item's version.
 */
export const Meta = z.object({
  dossierId: DossierId,
  itemVersion: z.literal(1),
  n: z.int().nonnegative(),
  state: z.enum(dossierStates),
  /** The state that a payment or a supplement returns to (ways-back.ts). */
  previous: z.enum(dossierStates).optional(),
  /** The state that a refused request to withdraw returns to. */
  withdrawnFrom: z.enum(dossierStates).optional(),
  /** Until when a request to withdraw is to be answered; absent while none waits, and once it was told that this has passed. */
  withdrawalDue: Instant.optional(),
  procedure: z.string(),
  procedureVersion: z.string(),
  calendarVersion: z.string().optional(),
  /** `<key version>.<HMAC of the personal number>`: the owner without the number (owner-index.ts). */
  ownerKey: z.string(),
  channel: z.enum(['online', 'counter', 'post', 'kiosk']),
  identityLevel: z.int().min(0).max(4),
  agency: z.string(),
  office: z.string(),
  /** What the plan and the fee depend on, taken from the form without personal data (for example `rented`). */
  facts: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])),
  documents: z.record(z.string(), z.enum(['expected', 'uploaded'])),
  code: z.string().optional(),
  /** SHA-256 of the tracking secret that the receipt shows once. */
  trackingHash: z.string().optional(),
  createdAt: Instant,
  submittedAt: Instant.optional(),
  acceptedAt: Instant.optional(),
  dueAt: Instant.optional(),
  concludedAt: Instant.optional(),
  returnedAt: Instant.optional(),
  /**
   * Registry lookups after submission: none asked yet, waiting for the national cell, answered, or skipped by an officer who
   * accepted without them.
   */
  lookups: z.enum(['none', 'waiting', 'done', 'skipped']),
  /** Finding per registry, for example `{ population: 'match', land: 'not-found' }`; `unavailable` where it was skipped. */
  findings: z.record(z.string(), z.string()),
  /** Whole đồng still to pay; 0 when nothing is or was due. */
  amountDue: z.int().nonnegative(),
  /** Number of payment attempts opened so far. */
  attempts: z.int().nonnegative(),
  receiptNumber: z.string().optional(),
  stages: z.array(z.array(PlannedTask)),
  /** Index into `stages` of the open stage. */
  stage: z.int().nonnegative(),
  openTasks: z.int().nonnegative(),
  /** Number of the newest execution of the approval state machine; 0 before state 4. */
  run: z.int().nonnegative(),
  outcome: z.enum(['GRANTED', 'REFUSED']).optional(),
  resultCode: z.string().optional(),
  deadline: z.object({ kind: DeadlineKind, at: Instant }).optional(),
  /* Rare from here on: absent in most dossiers, so that META stays within one write unit. */
  supplement: OpenSupplement.optional(),
  /** Number of the newest FORM item; absent while it is the first. */
  formVersion: z.int().min(2).optional(),
  /** A leader has put the due time off: in time, or after it had passed, and then the dossier stays late. */
  extension: z.enum(['IN_TIME', 'LATE']).optional(),
  /** An apology was drafted and waits for a leader's signature (errand EXTENSION). */
  apology: z.literal('DRAFTED').optional(),
  /** How the result is to reach the person; absent: online. */
  delivery: z.enum(['COUNTER', 'POST']).optional(),
  /** Concluded but for its number, which a clerk gives. */
  awaiting: z.literal('NUMBER').optional(),
  /** The one-stop office that took the dossier in, and the one whose clerk helped, where they are not the office that decides. */
  receivedOffice: z.string().optional(),
  supportedOffice: z.string().optional(),
  /** When a letter arrived, where the dossier came by post: apart from when it was entered. */
  arrivedAt: Instant.optional(),
  /** Of a draft: the code that the national portal has given it; from the submission on it is `code`. */
  givenCode: z.string().optional(),
  /** The appointment that another system had set before the dossier was imported: the clock goes on from it. */
  appointedFor: Instant.optional(),
});
export type Meta = z.infer<typeof Meta>;
