import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { OwnComplaint } from './complaint-view.ts';

export const listOwnComplaintsContract = httpContract({
  operation: 'listOwnComplaints',
  summary: "List the caller's complaints about an own dossier, oldest first",
  path: z.object({ dossierId: DossierId }),
  answers: {
    200: { description: 'Every complaint with what was answered.', schema: z.object({ complaints: z.array(OwnComplaint) }) },
  },
  problems: ['dossier-not-found'],
});
