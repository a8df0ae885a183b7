import type { DossierState } from '../ledger/dossier-state.ts';
import type { FieldName, FormFields } from './form-fields.ts';
import { codeTexts, fieldLabels, relationTexts, stateTexts } from './form-labels.ts';
import { type FormDefinition, formDefinition } from './form-set.ts';
import { type FormTable, formTable } from './form-tables.ts';
import { limitText, momentText, moneyText } from './form-text.ts';
import type { IssuedForm } from './issued-form.ts';

/** One part of a form's body as it is printed: a line, a list, or a table. */
export type FormLine =
  | { readonly label: string; readonly text: string }
  | { readonly label: string; readonly items: readonly string[] }
  | FormTable;

/** Fields that the head or the foot of the page shows. */
const elsewhere: readonly FieldName[] = ['issuer', 'number', 'place', 'submitter', 'receiver', 'guide', 'signer'];

/** The place of what is not known, as it is left on paper. */
export const BLANK = '……………';

const residenceText = ({ commune, line, relationToHead, months }: NonNullable<FormFields['residence']>): string =>
  [
    line,
    commune,
    `quan hệ với chủ hộ: ${relationTexts[relationToHead] ?? relationToHead}`,
    ...(months ? [`thời hạn ${months} tháng`] : []),
  ].join('; ');

const isState = (text: string): text is DossierState => text in stateTexts;

/** How one field reads; undefined when the form does not have it. */
const lineOf = ({ columns }: FormDefinition, fields: FormFields, name: FieldName): FormLine | undefined => {
  const label = fieldLabels[name];
  const line = (text: string | undefined): FormLine | undefined => (text === undefined ? undefined : { label, text });
  switch (name) {
    case 'components':
      return fields.components && { label, items: fields.components.map((one) => one.name) };
    case 'asked':
    case 'handOvers':
    case 'entry':
      return formTable(fields, name, columns[name] ?? []);
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
    case 'withdrawnAt':
    case 'decidedAt':
      return line(fields[name] && momentText(fields[name]));
    case 'sets':
      return line(fields.sets === undefined ? undefined : String(fields.sets));
    default:
      return line(fields[name]);
  }
};

/** The body of a form, in the order of its definition; what is absent has its place there, and the place is blank. */
export const formLines = ({ set, code, fields, absent }: Pick<IssuedForm, 'set' | 'code' | 'fields' | 'absent'>): FormLine[] => {
  const definition = formDefinition(set, code);
  const isAbsent = (name: FieldName) => absent.some(({ field, column }) => field === name && column === undefined);
  return definition.fields
    .filter((name) => !elsewhere.includes(name))
    .flatMap((name) => lineOf(definition, fields, name) ?? (isAbsent(name) ? { label: fieldLabels[name], text: BLANK } : []));
};
