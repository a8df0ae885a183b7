import * as z from 'zod';
import { httpContract } from '../platform/http-contract.ts';
import { ComplaintId } from './complaint.ts';
import { HandledComplaint } from './complaint-view.ts';

export const readComplaintContract = httpContract({
  operation: 'readComplaint',
  summary: "Read a complaint to the caller's office with its words",
  path: z.object({ complaintId: ComplaintId }),
  answers: {
    200: {
      description: 'The complaint, and what was done about it, oldest first. Its owner can see that it was read.',
      schema: HandledComplaint,
    },
  },
  problems: ['role-missing', 'complaint-not-found'],
});
