import * as z from 'zod';
import { IdempotencyKey } from '../ledger/idempotency.ts';
import { DossierId } from '../ledger/meta.ts';
import { TaskId } from '../ledger/task.ts';
import { httpContract } from '../platform/http-contract.ts';
import { complaintKinds } from './complaint.ts';
import { ComplaintHead } from './complaint-view.ts';

export const fileComplaintContract = httpContract({
  operation: 'fileComplaint',
  summary: 'Complain about how an own dossier was handled',
  headers: z.object({ 'idempotency-key': IdempotencyKey }),
  body: z.strictObject({
    dossier: DossierId,
    kind: z.enum(complaintKinds),
    about: z
      .union([z.strictObject({ task: TaskId }), z.strictObject({ event: z.int().positive().max(9999).describe('Number of an event') })])
      .optional()
      .describe('The step that it is about; without one, the handling as a whole'),
    text: z.string().trim().min(10).max(4000),
  }),
  answers: { 201: { description: 'The complaint with its legal limits, also for a repeat of the request.', schema: ComplaintHead } },
  problems: ['dossier-not-found', 'dossier-wrong-state', 'idempotency-key-reused', 'dossier-busy'],
});
