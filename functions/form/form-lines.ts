import type { Unit } from '../ledger/control-slip.ts';
import type { DossierState } from '../ledger/dossier-state.ts';
import type { FieldName, FormFields } from './form-fields.ts';
import { codeTexts, fieldLabels, relationTexts, stateTexts, stepTexts, wayTexts } from './form-labels.ts';
import { formDefinition } from './form-set.ts';
import { limitText, momentText, moneyText } from './form-text.ts';
import type { IssuedForm } from './issued-form.ts';

/** One part of a form's body as it is printed: a line, a list, or a table. */
export type FormLine =
  | { readonly label: string; readonly text: string }
  | { readonly label: string; readonly items: readonly string[] }
  | FormTable;

/** `widths`: of the columns, in relation to each other. */
export type FormTable = {
  readonly head: readonly string[];
  readonly widths: readonly number[];
  readonly rows: readonly (readonly string[])[];
};

/** Fields that the head or the foot of the page shows. */
const elsewhere: readonly FieldName[] = ['issuer', 'number', 'place', 'submitter', 'receiver', 'signer'];

const unitText = (unit: Unit): string => {
  switch (unit.kind) {
    case 'applicant':
      return 'Người nộp hồ sơ';
    case 'post':
      return 'Bưu chính';
    case 'office':
      return unit.office;
  }
};

const handOverTable = (rows: NonNullable<FormFields['handOvers']>): FormLine => ({
  head: ['STT', 'Bên giao', 'Bên nhận', 'Thời gian', 'Người thực hiện', 'Công việc', 'Kết quả'],
  widths: [2, 7, 7, 8, 6, 9, 5],
  rows: rows.map(({ at, from, to, by, step, timing }, index) => [
    String(index + 1),
    unitText(from),
    unitText(to),
    momentText(at),
    by.id ?? '',
    stepTexts[step] ?? step,
    timing ? codeTexts.timing[timing] : '',
  ]),
});

const entryTable = (entry: NonNullable<FormFields['entry']>): FormLine => ({
  head: ['Mã hồ sơ', 'Thủ tục', 'Chủ hồ sơ', 'Cơ quan giải quyết', 'Ngày nhận', 'Ngày hẹn trả', 'Ngày trả', 'Hình thức trả'],
  widths: [9, 7, 7, 7, 6, 6, 6, 5],
  rows: [
    [
      entry.dossierCode,
      entry.procedure,
      entry.owner,
      entry.office,
      ...[entry.receivedAt, entry.dueAt, entry.returnedAt].map((at) => (at ? momentText(at) : '')),
      entry.way ? (wayTexts[entry.way] ?? entry.way) : '',
    ],
  ],
});

const residenceText = ({ commune, line, relationToHead, months }: NonNullable<FormFields['residence']>): string =>
  [
    line,
    commune,
    `quan hệ với chủ hộ: ${relationTexts[relationToHead] ?? relationToHead}`,
    ...(months ? [`thời hạn ${months} tháng`] : []),
  ].join('; ');

const isState = (text: string): text is DossierState => text in stateTexts;

/** How one field reads; undefined when the form does not have it. */
const lineOf = (fields: FormFields, name: FieldName): FormLine | undefined => {
  const label = fieldLabels[name];
  const line = (text: string | undefined): FormLine | undefined => (text === undefined ? undefined : { label, text });
  switch (name) {
    case 'components':
      return fields.components && { label, items: fields.components.map((one) => one.name) };
    case 'asked':
      return fields.asked && { label, items: fields.asked.map((one) => (one.what ? `${one.name}: ${one.what}` : one.name)) };
    case 'handOvers':
      return fields.handOvers && handOverTable(fields.handOvers);
    case 'entry':
      return fields.entry && entryTable(fields.entry);
    case 'timeLimit':
      return line(fields.timeLimit && limitText(fields.timeLimit));
    case 'residence':
      return line(fields.residence && residenceText(fields.residence));
    case 'delivery':
      return line(fields.delivery && codeTexts.delivery[fields.delivery]);
    case 'stage':
      return line(fields.stage && codeTexts.stage[fields.stage]);
    case 'stopReason':
      return line(fields.stopReason && codeTexts.stopReason[fields.stopReason]);
    case 'stoppedIn':
      return line(fields.stoppedIn && isState(fields.stoppedIn) ? stateTexts[fields.stoppedIn] : fields.stoppedIn);
    case 'outcome':
      return line(fields.outcome && codeTexts.outcome[fields.outcome]);
    case 'fee':
    case 'paid':
      return line(fields[name] === undefined ? undefined : moneyText(fields[name]));
    case 'receivedAt':
    case 'dueAt':
    case 'answerBy':
    case 'dueBefore':
    case 'dueAfter':
    case 'decidedAt':
      return line(fields[name] && momentText(fields[name]));
    case 'sets':
      return line(fields.sets === undefined ? undefined : String(fields.sets));
    default:
      return line(fields[name]);
  }
};

/** The body of a form, in the order of its definition. */
export const formLines = ({ set, code, fields }: Pick<IssuedForm, 'set' | 'code' | 'fields'>): FormLine[] =>
  formDefinition(set, code)
    .fields.filter((name) => !elsewhere.includes(name))
    .flatMap((name) => lineOf(fields, name) ?? []);
