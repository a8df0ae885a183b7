import * as z from 'zod';
import { DossierId } from '../ledger/meta.ts';
import { httpContract } from '../platform/http-contract.ts';
import { FormId } from './form-id.ts';
import { IssuedForm } from './issued-form.ts';

export const readOwnFormContract = httpContract({
  operation: 'readOwnForm',
  summary: 'Read a form of an own dossier as data',
  path: z.object({ dossierId: DossierId, form: FormId }),
  answers: { 200: { description: 'The form. It never changes.', schema: IssuedForm } },
  problems: ['dossier-not-found', 'form-not-found'],
});
