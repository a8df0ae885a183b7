import * as z from 'zod';
import type { HandOver, Unit } from '../ledger/control-slip.ts';
import type { Actor } from '../ledger/history-event.ts';
import type { BookEntry, FormFields } from './form-fields.ts';
import { actorTexts, codeTexts, fieldLabels, partTexts, proofTexts, stepTexts, wayTexts } from './form-labels.ts';
import { dayText, momentText } from './form-text.ts';

/** Fields that a form prints as a table. */
export const TableName = z.enum(['asked', 'handOvers', 'entry']);
export type TableName = z.infer<typeof TableName>;

/** Columns of all tables, as the definitions in catalogue/forms name them. */
export const ColumnName = z.enum([
  'no',
  'name',
  'originals',
  'certified',
  'photocopies',
  'from',
  'to',
  'at',
  'giver',
  'receiver',
  'timing',
  'note',
  'dossierCode',
  'procedure',
  'sets',
  'owner',
  'contact',
  'office',
  'receivedAt',
  'dueAt',
  'returnedAt',
  'way',
  'proof',
]);
export type ColumnName = z.infer<typeof ColumnName>;

/** What it is called, how wide it is in relation to the others, and what a line says in it: undefined where it is blank. */
type Column<Line> = readonly [head: string, width: number, text: (line: Line, index: number) => string | undefined];
type Columns<Line> = Readonly<Partial<Record<ColumnName, Column<Line>>>>;

/** A table as it is printed; a cell without text is blank. */
export type FormTable = {
  readonly label: string;
  readonly head: readonly string[];
  readonly widths: readonly number[];
  readonly rows: readonly (readonly (string | undefined)[])[];
};

const blank = (): undefined => undefined;
const position = (_line: unknown, index: number): string => String(index + 1);
const day = (at: string | undefined): string | undefined => at && dayText(at);

const unitText = (unit: Unit): string => (unit.kind === 'office' ? `${partTexts[unit.part]} ${unit.office}` : actorTexts[unit.kind]);

const personText = (actor: Actor | undefined): string | undefined => {
  if (!actor) return undefined;
  return actor.kind === 'owner' || actor.kind === 'system' ? actorTexts[actor.kind] : actor.id;
};

const asked: Columns<NonNullable<FormFields['asked']>[number]> = {
  no: ['STT', 2, position],
  name: ['Thành phần hồ sơ', 12, ({ name, what }) => (what ? `${name}: ${what}` : name)],
  // What is asked for is handed in as a file; a request says nothing of kinds of paper.
  originals: ['Bản chính', 3, blank],
  certified: ['Bản chứng thực', 4, blank],
  photocopies: ['Bản photo', 3, blank],
};

const handOvers: Columns<HandOver> = {
  no: ['STT', 2, position],
  from: ['Bên giao', 7, ({ from }) => unitText(from)],
  to: ['Bên nhận', 7, ({ to }) => unitText(to)],
  at: ['Thời gian giao, nhận', 7, ({ at }) => momentText(at)],
  giver: ['Người giao', 5, ({ giver }) => personText(giver)],
  receiver: ['Người nhận', 5, ({ receiver }) => personText(receiver)],
  timing: ['Kết quả', 4, ({ timing }) => timing && codeTexts.timing[timing]],
  note: ['Ghi chú', 6, ({ step }) => stepTexts[step] ?? step],
};

const entry: Columns<BookEntry> = {
  no: ['STT', 3, blank],
  dossierCode: ['Mã hồ sơ', 6, ({ dossierCode }) => dossierCode],
  procedure: ['Tên thủ tục', 5, ({ procedure }) => procedure],
  sets: ['Số bộ', 3, blank],
  owner: ['Tên cá nhân, tổ chức', 6, ({ owner }) => owner],
  contact: ['Địa chỉ, điện thoại', 6, ({ contact }) => contact],
  office: ['Cơ quan giải quyết', 6, ({ office }) => office],
  receivedAt: ['Ngày nhận', 5, ({ receivedAt }) => day(receivedAt)],
  dueAt: ['Ngày hẹn trả', 5, ({ dueAt }) => day(dueAt)],
  returnedAt: ['Ngày trả', 5, ({ returnedAt }) => day(returnedAt)],
  way: ['Phương thức nhận', 6, ({ way }) => way && (wayTexts[way] ?? way)],
  proof: ['Ký nhận', 5, ({ proof }) => proof && (proofTexts[proof] ?? proof)],
  note: ['Ghi chú', 5, ({ note }) => note],
};

/** What the column of a table is called. */
export const columnHead = (field: string, column: ColumnName): string => {
  const tables: Readonly<Record<string, Readonly<Partial<Record<ColumnName, readonly [string, ...unknown[]]>>>>> = {
    asked,
    handOvers,
    entry,
  };
  return tables[field]?.[column]?.[0] ?? column;
};

const printed = <Line>(label: string, columns: Columns<Line>, names: readonly ColumnName[], lines: readonly Line[]): FormTable => {
  const used = names.map((name) => {
    const column = columns[name];
    if (!column) throw new Error(`this table has no column ${name}`);
    return column;
  });
  return {
    label,
    head: used.map(([head]) => head),
    widths: used.map(([, width]) => width),
    rows: lines.map((line, index) => used.map(([, , text]) => text(line, index))),
  };
};

/** The columns `names` of a form's table; undefined when the form does not have it. @throws for a column that the table does not have */
export const formTable = (fields: FormFields, table: TableName, names: readonly ColumnName[]): FormTable | undefined => {
  switch (table) {
    case 'asked':
      return fields.asked && printed(fieldLabels.asked, asked, names, fields.asked);
    case 'handOvers':
      return fields.handOvers && printed(fieldLabels.handOvers, handOvers, names, fields.handOvers);
    case 'entry':
      return fields.entry && printed(fieldLabels.entry, entry, names, [fields.entry]);
  }
};
