import * as z from 'zod';
import general from '../../catalogue/forms/general.json' with { type: 'json' };
import residence from '../../catalogue/forms/residence.json' with { type: 'json' };
import { Confidence } from '../calendar/sourced.ts';
import { madeOnce } from '../platform/made-once.ts';
import { OfficeKind, type Procedure } from '../procedure/procedure.ts';
import { FieldName } from './form-fields.ts';
import { ColumnName, TableName } from './form-tables.ts';

export const FormCode = z.enum(['01', '02', '03', '04', '05', '06', '07', 'CT04', 'CT05', 'CT06', 'CT08']);
export type FormCode = z.infer<typeof FormCode>;

/** A form as its circular has it: title, paper, the fields in their order. */
const FormDefinition = z.object({
  code: FormCode,
  title: z.object({ vi: z.string(), en: z.string() }),
  page: z.enum(['A4', 'A5']),
  /** How its number ends, by the kind of office that issues it; absent where no rule for its number is known. */
  number: z.object({ suffixes: z.partialRecord(OfficeKind, z.string()), confidence: Confidence, source: z.string() }).optional(),
  fields: z.array(FieldName).min(1),
  /** Of the fields that are tables: their columns, in their order. */
  columns: z.partialRecord(TableName, z.array(ColumnName).min(1)).default({}),
  /** Those of the fields that a form may well do without: nobody misses them where they are not there. */
  ifKnown: z.array(FieldName).default([]),
});

/** A set of forms as one circular lays it down, with what the catalogue's facts rest on. */
const FormSet = z.object({
  set: z.enum(['GENERAL', 'RESIDENCE']),
  version: z.iso.date(),
  legalBasis: z.object({ vi: z.string(), en: z.string() }),
  confidence: Confidence,
  source: z.string(),
  forms: z.array(FormDefinition),
});
type FormSet = z.infer<typeof FormSet>;

export type FormDefinition = z.infer<typeof FormDefinition> & Omit<FormSet, 'forms'>;

const sets = madeOnce({ GENERAL: () => FormSet.parse(general), RESIDENCE: () => FormSet.parse(residence) });

const find = (set: FormSet, code: FormCode): FormDefinition | undefined => {
  const form = set.forms.find((one) => one.code === code);
  const { forms: _, ...about } = set;
  return form && { ...form, ...about };
};

/**
 * The definition of a form for a procedure's set; what the residence set does not have, it takes from the general one.
 * @throws when neither has it
 */
export const formDefinition = (formSet: Procedure['formSet'], code: FormCode): FormDefinition => {
  const found = find(sets[formSet], code) ?? find(sets.GENERAL, code);
  if (!found) throw new Error(`there is no form ${code}`);
  return found;
};
