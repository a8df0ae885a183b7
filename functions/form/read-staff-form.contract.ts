import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { FormId } from './form-id.ts';
import { IssuedForm } from './issued-form.ts';

export const readStaffFormContract = httpContract({
  operation: 'readStaffForm',
  summary: "Read a form of a dossier of the caller's office as data; the owner can see who read it",
  path: z.object({ dossierId: DossierId, form: FormId }),
  answers: { 200: { description: 'The form as the event left it whose number it has.', schema: IssuedForm } },
  problems: ['role-missing', 'dossier-not-found', 'form-not-found'],
});
