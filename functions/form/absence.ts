import * as z from 'zod';
import { FieldName, type FormFields } from './form-fields.ts';
import type { FormDefinition } from './form-set.ts';
import { ColumnName, formTable, TableName } from './form-tables.ts';

/** Why a place of a form is blank. */
const AbsenceReason = z.enum([
  'NOT_KNOWN',
  'NO_RULE',
  'NOT_IN_APPLICATION',
  'ELECTRONIC',
  'NO_PAPER_BOOK',
  'NOT_YET',
  'NO_LIMIT',
  'NOT_SIGNED',
  'BY_SYSTEM',
]);
type AbsenceReason = z.infer<typeof AbsenceReason>;

/** A field of a printed form that this one has not, or a column of its table that at least one line has nothing in. */
export const Absence = z.object({ field: FieldName, column: ColumnName.optional(), reason: AbsenceReason });
export type Absence = z.infer<typeof Absence>;

/** The reasons in the words of a printed form. */
export const absenceTexts: Readonly<Record<AbsenceReason, string>> = {
  NOT_KNOWN: 'chưa có trong danh mục',
  NO_RULE: 'chưa rõ quy định đánh số',
  NOT_IN_APPLICATION: 'tờ khai không có',
  ELECTRONIC: 'hồ sơ điện tử không có',
  NO_PAPER_BOOK: 'sổ điện tử không đánh số',
  NOT_YET: 'chưa phát sinh',
  NO_LIMIT: 'bước không có thời hạn riêng',
  NOT_SIGNED: 'giao nhận điện tử không ký',
  BY_SYSTEM: 'do hệ thống thực hiện',
};

/** Why the cell may lack a field; whatever is not here it simply does not know. */
const fieldReasons: Readonly<Partial<Record<FieldName, AbsenceReason>>> = {
  number: 'NO_RULE',
  address: 'NOT_IN_APPLICATION',
  phone: 'NOT_IN_APPLICATION',
  email: 'NOT_IN_APPLICATION',
  deliveryPlace: 'NOT_IN_APPLICATION',
  // Paper is counted in sets; a file is handed in once.
  sets: 'ELECTRONIC',
  trackingBook: 'NO_PAPER_BOOK',
  receivedAt: 'NOT_YET',
  dueAt: 'NOT_YET',
  // A step that no officer takes: the sweep stops a dossier whose applicant never answered.
  receiver: 'BY_SYSTEM',
  signer: 'BY_SYSTEM',
  reason: 'BY_SYSTEM',
  legalBasis: 'BY_SYSTEM',
};

const columnReasons: Readonly<Partial<Record<ColumnName, AbsenceReason>>> = {
  no: 'NO_PAPER_BOOK',
  originals: 'ELECTRONIC',
  certified: 'ELECTRONIC',
  photocopies: 'ELECTRONIC',
  sets: 'ELECTRONIC',
  giver: 'NOT_SIGNED',
  receiver: 'NOT_SIGNED',
  timing: 'NO_LIMIT',
  contact: 'NOT_IN_APPLICATION',
  receivedAt: 'NOT_YET',
  dueAt: 'NOT_YET',
  returnedAt: 'NOT_YET',
  way: 'NOT_YET',
  proof: 'NOT_YET',
  note: 'NOT_YET',
};

/** What a form leaves blank of its definition, in the order of the paper, each with why. What a form may well do without is not missed. */
export const absencesOf = ({ fields: names, ifKnown, columns }: FormDefinition, fields: FormFields): Absence[] =>
  names.flatMap((field): Absence[] => {
    if (!(field in fields)) return ifKnown.includes(field) ? [] : [{ field, reason: fieldReasons[field] ?? 'NOT_KNOWN' }];
    const table = TableName.safeParse(field).data;
    const wanted = (table && columns[table]) ?? [];
    const rows = (table && formTable(fields, table, wanted)?.rows) ?? [];
    return wanted
      .filter((_, index) => rows.some((row) => row[index] === undefined))
      .map((column) => ({ field, column, reason: columnReasons[column] ?? 'NOT_KNOWN' }));
  });
