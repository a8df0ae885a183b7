import type { FontFiles } from './form-fonts.ts';
import { formLines } from './form-lines.ts';
import { FormPage, MARGIN } from './form-page.ts';
import type { IssuedForm } from './issued-form.ts';
import { SignablePdf, type SignatureNote } from './signable-pdf.ts';

/**
 * Prints a form as its definition has it: A5 or A4, the font embedded as a subset, the text extractable, a QR code. With `signature` the
 * file has room for one. The same form and note give the same bytes.
 * @throws GlyphMissing
 */
export const printForm = async (form: IssuedForm, fonts: FontFiles, signature?: SignatureNote): Promise<Uint8Array> => {
  const pdf = new SignablePdf({
    size: form.page,
    margin: MARGIN[form.page],
    // No standard font: the first page would otherwise begin with Helvetica.
    font: '',
    lang: 'vi-VN',
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: `${form.title.vi} (${form.form})`, Author: form.fields.issuer ?? '', CreationDate: new Date(form.issuedAt) },
  });
  const chunks: Uint8Array[] = [];
  const printed = new Promise<Uint8Array>((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.once('end', () => resolve(Buffer.concat(chunks)));
    pdf.once('error', reject);
  });
  const page = new FormPage(pdf, form.page, fonts);
  page.head(form);
  page.title(form);
  for (const line of formLines(form)) page.line(line);
  page.foot(form, signature?.notice);
  if (signature) pdf.leaveRoomForSignature(signature);
  pdf.end();
  return printed;
};
