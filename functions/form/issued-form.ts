import * as z from 'zod';
import { Confidence } from '../calendar/sourced.ts';
import { DossierId, Instant } from '../ledger/meta.ts';
import { Absence } from './absence.ts';
import { FormFields } from './form-fields.ts';
import { FormId } from './form-id.ts';
import { FormCode } from './form-set.ts';

/** What a list says of a form. */
export const FormEntry = z.object({
  form: FormId,
  code: FormCode,
  title: z.object({ vi: z.string(), en: z.string() }),
  issuedAt: Instant.describe('When the step was taken that demanded it'),
});
export type FormEntry = z.infer<typeof FormEntry>;

/** A form of a dossier as data; its PDF shows the same and nothing else. It never changes after its event. */
export const IssuedForm = FormEntry.extend({
  dossierId: DossierId,
  set: z.enum(['GENERAL', 'RESIDENCE']),
  version: z.iso.date().describe('Version of the set of forms'),
  page: z.enum(['A4', 'A5']),
  /** What the set of forms rests on. */
  basis: z.object({ vi: z.string(), en: z.string(), confidence: Confidence, source: z.string() }),
  fields: FormFields,
  /** What the printed form has and this one leaves blank, each with why. */
  absent: z.array(Absence),
});
export type IssuedForm = z.infer<typeof IssuedForm>;
