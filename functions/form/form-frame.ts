import { absenceTexts } from './absence.ts';
import { fieldLabels } from './form-labels.ts';
import { BLANK } from './form-lines.ts';
import { columnHead } from './form-tables.ts';
import { dateText } from './form-text.ts';
import type { IssuedForm } from './issued-form.ts';

/** The part of the form that its head shows. */
export const headOf = ({ fields, absent, issuedAt }: IssuedForm) => {
  const hasNumber = fields.number !== undefined || absent.some(({ field }) => field === 'number');
  return {
    issuer: fields.issuer ?? '',
    number: hasNumber ? `Số: ${fields.number ?? BLANK}` : undefined,
    dated: `${fields.place ?? BLANK}, ${dateText(issuedAt)}`,
  };
};

const signatures = [
  ['submitter', 'NGƯỜI NỘP HỒ SƠ'],
  ['receiver', 'NGƯỜI TIẾP NHẬN HỒ SƠ'],
  ['guide', 'NGƯỜI HƯỚNG DẪN'],
  ['signer', 'NGƯỜI KÝ'],
] as const;

/** Who signs on paper, left and right; the file's own signature is the agency's. */
export const signatoriesOf = ({ fields, absent }: IssuedForm): { readonly title: string; readonly name: string }[] =>
  signatures.flatMap(([name, title]) =>
    fields[name] || absent.some(({ field }) => field === name) ? [{ title, name: fields[name] ?? BLANK }] : [],
  );

/** What is blank, each with why. */
export const absenceNote = ({ absent }: IssuedForm): string[] => {
  const said = absent.map(
    ({ field, column, reason }) => `${column ? columnHead(field, column) : fieldLabels[field]} (${absenceTexts[reason]})`,
  );
  return said.length > 0 ? [`Mục chưa có dữ liệu: ${said.join('; ')}.`] : [];
};

/** What the form's QR code holds: where its result is verified, or the dossier's code. */
export const qrTextOf = ({ fields }: Pick<IssuedForm, 'fields'>): string => fields.verification ?? fields.dossierCode ?? '';
