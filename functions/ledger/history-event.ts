import * as z from 'zod';
import { madeOnce } from '../platform/made-once.ts';
import { dossierStates } from './dossier-state.ts';
import { DossierId, Instant, PlannedTask } from './meta.ts';

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

/**
 * Every fact that a dossier's history can hold, with the shape of its data: codes and references, never personal data.
 * On the wire each is `vn.motcua.<name>.v1`. A breaking change is a new name with `.v2` beside the old one.
 */
export const historyEvents = madeOnce({
  'dossier.drafted': () => z.object({ procedure: code, procedureVersion: code, channel: code }),
  'document.uploaded': () => z.object({ document: code, sha256: code, bytes: z.int().positive() }),
  'dossier.submitted': () => z.object({ code, receivedAt: Instant }),
  'dossier.lookups-waiting': () => z.object({ reason: code }),
  'dossier.looked-up': () => z.object({ findings: z.record(z.string(), z.string()) }),
  'dossier.accepted': () =>
    z.object({
      dueAt: Instant,
      office: code,
      identityVerifiedBy: code.optional(),
      /** Only of registries that had not answered when an officer accepted without them: `unavailable`. */
      findings: z.record(z.string(), z.string()).optional(),
      timing,
    }),
  'dossier.not-accepted': () => z.object({ reason: keptInCell, legalBasis: keptInCell, timing }),
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
    }),
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
  'dossier.deadline-passed': () => z.object({ deadline: code, dueAt: Instant }),
  'dossier.concluded': () => z.object({ outcome: z.enum(['GRANTED', 'REFUSED']), resultCode: code, number: code, timing: code }),
  'dossier.returned': () => z.object({ way: code }),
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
