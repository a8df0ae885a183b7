import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { FormEntry } from './issued-form.ts';

export const listOwnFormsContract = httpContract({
  operation: 'listOwnForms',
  summary: 'List the forms that an own dossier was given so far',
  path: z.object({ dossierId: DossierId }),
  answers: { 200: { description: 'In the order in which they were issued.', schema: z.object({ forms: z.array(FormEntry) }) } },
  problems: ['dossier-not-found'],
});
