import * as z from 'zod';
import { madeOnce } from '../platform/made-once.ts';
import { dossierStates } from './dossier-state.ts';
import { DossierId, Instant, PlannedTask } from './meta.ts';
import { StopReason } from './stop-reason.ts';

/** A task as an event announces it: id, what is asked, of whom, until when. */
export const OpenedTask = z.object({
  taskId: z.string().regex(/^[0-9A-Z]{26}\.\d+$/),
  kind: z.string(),
  role: PlannedTask.shape.role,
  agency: z.string(),
  office: z.string(),
  dueAt: Instant,
});
export type OpenedTask = z.infer<typeof OpenedTask>;

const code = z.string();
/** Whether an officer answered the submission BEFORE, ON or AFTER the due minute of the intake; the first events did not say. */
const timing = code.optional().describe('BEFORE, ON or AFTER the due minute of the intake');
/** The words are free text and may name a person: the event only says where the cell keeps them, sealed. */
const keptInCell = code.describe('REFUSAL: the words stay in the cell, for the owner to read');
/** The same where a dossier may have such words more than once (words.ts). */
const words = code.describe('WORDS#<number of the event>: the words stay in the cell');

/**
 * Every fact that a dossier's history can hold, with the shape of its data: codes and references, never personal data.
 * On the wire each is `vn.motcua.<name>.v1`. A breaking change is a new name with `.v2` beside the old one.
 */
export const historyEvents = madeOnce({
  'dossier.drafted': () =>
    z.object({
      procedure: code,
      procedureVersion: code,
      channel: code,
      kiosk: code.optional(),
      /** Where a clerk has entered it, and the one-stop that takes it in; the office that decides it is told by the acceptance. */
      supportedOffice: code.optional(),
      receivedOffice: code.optional(),
      /** How the clerk verified the person at the counter. */
      identityVerifiedBy: code.optional(),
      /** Somebody else than the owner files it, by this kind of authority. */
      authorisation: code.optional(),
      /** The system that it was imported from. */
      source: code.optional(),
    }),
  'document.uploaded': () => z.object({ document: code, sha256: code, bytes: z.int().positive() }),
  /** `given`: the code comes from outside; `arrivedAt`: of a letter; `submittedAt`: of an import, which happened before this event. */
  'dossier.submitted': () =>
    z.object({
      code,
      receivedAt: Instant,
      arrivedAt: Instant.optional(),
      given: z.literal(true).optional(),
      submittedAt: Instant.optional(),
    }),
  'dossier.lookups-waiting': () => z.object({ reason: code }),
  'dossier.looked-up': () => z.object({ findings: z.record(z.string(), z.string()) }),
  'dossier.accepted': () =>
    z.object({
      /** Absent while the fee that starts the clock is not paid; the booking tells it then. */
      dueAt: Instant.optional(),
      /** Of an import: when the other system accepted it, which happened before this event. */
      acceptedAt: Instant.optional(),
      /** The one-stop that has accepted it. */
      office: code,
      identityVerifiedBy: code.optional(),
      /** Only of registries that had not answered when an officer accepted without them: `unavailable`. */
      findings: z.record(z.string(), z.string()).optional(),
      timing,
    }),
  'dossier.not-accepted': () => z.object({ reason: keptInCell, legalBasis: keptInCell, timing }),
  /** What is asked for, in codes; the words are sealed in item `SUPPLEMENT#<n>`. `approver`: the leader who approved one request more than the most. */
  'dossier.supplement-requested': () =>
    z.object({
      n: z.int().positive(),
      stage: code,
      documents: z.array(code),
      form: z.literal(true).optional(),
      answerBy: Instant,
      approver: code.optional(),
      /** Registries that gave no answer, where that is why a document is asked for. */
      unavailable: z.array(code).optional(),
      timing,
    }),
  /** The answer to it. In the appraisal it moves the due time, also of the tasks that are named. */
  'dossier.supplement-provided': () =>
    z.object({
      n: z.int().positive(),
      formVersion: z.int().optional(),
      /** How the officer verified the person who gave it at the counter. */
      identityVerifiedBy: code.optional(),
      dueBefore: Instant.optional(),
      dueAt: Instant.optional(),
      tasks: z.array(code).optional(),
    }),
  'dossier.receipt-reissued': () => z.object({ office: code }),
  'dossier.payment-requested': () => z.object({ amount: z.int().positive() }),
  'payment.attempted': () => z.object({ attempt: z.int().positive(), amount: z.int().positive(), reference: code }),
  'payment.failed': () => z.object({ attempt: z.int().positive(), reference: code, responseCode: code }),
  /** `surplus` when more was paid than was due: money to give back. */
  'payment.booked': () =>
    z.object({
      attempt: z.int().positive(),
      amount: z.int().positive(),
      reference: code,
      receipt: code,
      surplus: z.literal(true).optional(),
      /** The appointment, where the booking starts the clock. */
      dueAt: Instant.optional(),
    }),
  /** So much of a booking was not due: `office` has the errand to see to it. */
  'payment.surplus': () => z.object({ attempt: z.int().positive(), amount: z.int().positive(), reference: code, office: code }),
  /** The fee has lapsed, but the gateway may tell until then that this attempt was paid: until then the dossier is not stopped. */
  'payment.awaited': () => z.object({ attempt: z.int().positive(), reference: code, until: Instant }),
  /** Nothing is left to pay, and the dossier goes on: it was paid while its owner asked to withdraw it, which was refused. */
  'dossier.fee-settled': () => z.object({}),
  'payment.contradicted': () => z.object({ attempt: z.int().positive(), reference: code, responseCode: code }),
  'dossier.processing-started': () => z.object({ run: z.int().positive(), opened: z.array(OpenedTask).optional() }),
  'dossier.execution-restarted': () => z.object({ run: z.int().positive(), reason: code }),
  'task.answered': () =>
    z.object({
      taskId: code,
      agency: code,
      answer: z.enum(['POSITIVE', 'NEGATIVE']),
      timing: code,
      opened: z.array(OpenedTask).optional(),
    }),
  'task.decided': () =>
    z.object({ taskId: code, office: code, decision: z.enum(['GRANT', 'REFUSE']), timing: code, opened: z.array(OpenedTask).optional() }),
  /** The law takes the agency's silence until the end of its time for agreement. */
  'task.silent': () => z.object({ taskId: code, agency: code, dueAt: Instant, legalBasis: code, opened: z.array(OpenedTask).optional() }),
  'dossier.deadline-passed': () => z.object({ deadline: code, dueAt: Instant }),
  /** A time is known now that no calendar reached before, or that certified downtimes have put off. */
  'dossier.deadline-set': () => z.object({ deadline: code, dueAt: Instant }),
  /** So much of the working time is used up. At 100 the due time has passed: `dossier.deadline-passed`. */
  'dossier.escalated': () => z.object({ percent: z.int().positive(), dueAt: Instant }),
  /** An apology with a request to put this due time off waits for the signature of a leader. */
  'dossier.extension-drafted': () => z.object({ dueAt: Instant }),
  /** A leader has put the due time off, once; `LATE` when it had passed: the dossier then counts as late. `tasks` end with it. */
  'dossier.extended': () =>
    z.object({
      from: Instant,
      dueAt: Instant,
      timing: z.enum(['IN_TIME', 'LATE']),
      reason: words,
      legalBasis: words,
      tasks: z.array(code).optional(),
    }),
  /**
   * The due time moves because the clock stood still: for a certified downtime, or while a fee was due; or because a calendar reaches
   * it now (`CALENDAR`), which none did when the dossier was completed. `tasks` end with it.
   */
  'dossier.due-moved': () => z.object({ from: Instant, dueAt: Instant, reason: code, tasks: z.array(code).optional() }),
  'dossier.concluded': () => z.object({ outcome: z.enum(['GRANTED', 'REFUSED']), resultCode: code, number: code, timing: code }),
  /** The competent agency has decided; a clerk gives the result its number. */
  'dossier.awaiting-number': () => z.object({ outcome: z.enum(['GRANTED', 'REFUSED']) }),
  /** `dueAt`: until when the office is to answer; absent where no calendar reaches that. */
  'dossier.withdrawal-requested': () => z.object({ reason: words.optional(), dueAt: Instant.optional() }),
  /**
   * What the applicant has to do is put off by the time that the request waited: until `answerBy` he completes the dossier, until
   * `lapsesAt` he pays.
   */
  'dossier.withdrawal-refused': () =>
    z.object({ reason: words, legalBasis: words, answerBy: Instant.optional(), lapsesAt: Instant.optional() }),
  /** `agency` and `office` say that the task is for others. */
  'task.sent-back': () => z.object({ taskId: code, agency: code, office: code, reason: words }),
  /** `from`: the office that had the task; `opened`: the task as its new agency gets it. */
  /** A task with a limit of its own has more time: for a certified downtime, or because its applicant had to complete the dossier. */
  'task.due-moved': () => z.object({ taskId: code, from: Instant, dueAt: Instant }),
  'task.routed': () => z.object({ taskId: code, from: code, reason: words, opened: z.array(OpenedTask).min(1) }),
  /** The decision is another office's; `opened`: the open tasks that go with it. */
  'dossier.transferred': () => z.object({ from: code, to: code, reason: words, opened: z.array(OpenedTask).optional() }),
  /** `cancelled`: ids of the tasks that nobody answers any more; `paid`: whole đồng booked, which stay booked. */
  'dossier.stopped': () => z.object({ reason: StopReason, cancelled: z.array(code), paid: z.int().nonnegative(), words: words.optional() }),
  /** The e-document of a result that is also handed over on paper. */
  'dossier.result-stored': () => z.object({ way: code }),
  /** `parcel`: the post's own number of the parcel (UPU S10). */
  'dossier.result-dispatched': () => z.object({ parcel: code }),
  /** `proof`: how the person was verified who received it, or what the post proves its delivery with. */
  'dossier.returned': () => z.object({ way: code, proof: code.optional() }),
  /** What its owner thought of the handling, 1 to 5; words are sealed in item `RATING`. */
  'dossier.rated': () => z.object({ score: z.int().min(1).max(5) }),
});

export type HistoryEventType = keyof typeof historyEvents;

/** Who did it. A citizen is `owner` (no number, no name); staff and agency systems by their account or client id. */
export const Actor = z.object({ kind: z.enum(['owner', 'staff', 'agency', 'system']), id: z.string().optional() });
export type Actor = z.infer<typeof Actor>;

/** One line of a dossier's history as stored: audit record, outbox and timeline at once. */
export const HistoryEvent = z.object({
  dossierId: DossierId,
  n: z.int().positive(),
  type: z.enum(Object.keys(historyEvents) as [HistoryEventType, ...HistoryEventType[]]),
  at: Instant,
  by: Actor,
  from: z.enum(dossierStates).optional(),
  to: z.enum(dossierStates).optional(),
  /** Correlation id of the request or message that caused the step. */
  cause: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});
export type HistoryEvent = z.infer<typeof HistoryEvent>;

/** An event as a step states it; number, time and states are added when it is written. */
export type NewEvent = {
  [Type in HistoryEventType]: { readonly type: Type; readonly data: z.infer<(typeof historyEvents)[Type]> };
}[HistoryEventType];

/** The id under which an event leaves the cell, the same however often it is published. */
export const eventId = (event: Pick<HistoryEvent, 'dossierId' | 'n'>): string => `${event.dossierId}.${event.n}`;
