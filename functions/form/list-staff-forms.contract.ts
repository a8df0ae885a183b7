import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { FormEntry } from './issued-form.ts';

export const listStaffFormsContract = httpContract({
  operation: 'listStaffForms',
  summary: "List the forms of a dossier of the caller's office",
  path: z.object({ dossierId: DossierId }),
  answers: {
    200: {
      description:
        'In the order in which they were issued; at the end the process control slip (06) and the line of the tracking book (07) as they stand now.',
      schema: z.object({ forms: z.array(FormEntry) }),
    },
  },
  problems: ['role-missing', 'dossier-not-found'],
});
