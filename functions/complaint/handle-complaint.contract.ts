import * as z from 'zod';
import { httpContract } from '../platform/http-contract.ts';
import { ComplaintId } from './complaint.ts';
import { HandledHead } from './complaint-view.ts';
import { handlerActions } from './handle-complaint.ts';

export const handleComplaintContract = httpContract({
  operation: 'handleComplaint',
  summary: "Refuse a complaint to the caller's office, ask for more, solve it, or publish its solution",
  path: z.object({ complaintId: ComplaintId }),
  body: z
    .strictObject({
      action: z.enum(handlerActions),
      text: z.string().trim().min(10).max(4000).describe('In words for the person who complained'),
      legalBasis: z.string().trim().min(3).max(200).optional().describe('The legal act and article; needed with REFUSE'),
    })
    .refine(({ action, legalBasis }) => action !== 'REFUSE' || legalBasis !== undefined, {
      message: 'is needed with REFUSE',
      path: ['legalBasis'],
    }),
  answers: { 200: { description: 'The complaint as it is now.', schema: HandledHead } },
  problems: ['role-missing', 'complaint-not-found', 'complaint-wrong-state', 'dossier-busy'],
});
