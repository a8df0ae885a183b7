import * as z from 'zod';
import { httpContract } from '../platform/http-contract.ts';
import { ComplaintId } from './complaint.ts';
import { ComplaintHead } from './complaint-view.ts';

export const answerOwnComplaintContract = httpContract({
  operation: 'answerOwnComplaint',
  summary: 'Add to an own complaint: what was asked for, or whether its handling satisfied',
  path: z.object({ complaintId: ComplaintId }),
  body: z.union([
    z.strictObject({ text: z.string().trim().min(1).max(4000).describe('While information is asked for') }),
    z.strictObject({ satisfied: z.boolean().describe('Once, after the complaint was refused or solved') }),
  ]),
  answers: { 200: { description: 'The complaint as it is now.', schema: ComplaintHead } },
  problems: ['complaint-not-found', 'complaint-wrong-state', 'dossier-busy'],
});
