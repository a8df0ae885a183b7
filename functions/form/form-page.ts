import { type FontFiles, printableBy } from './form-fonts.ts';
import { absenceNote, headOf, qrTextOf, signatoriesOf } from './form-frame.ts';
import type { FormLine } from './form-lines.ts';
import type { FormTable } from './form-tables.ts';
import type { IssuedForm } from './issued-form.ts';
import { qrModules } from './qr-modules.ts';
import type { SignablePdf } from './signable-pdf.ts';

/** Points; the body of an A4 page is set larger. */
export const MARGIN = { A4: 48, A5: 32 } as const;
const TEXT = { A4: 11, A5: 9.5 } as const;
const SMALL = 7;
const QR_SIDE = 62;
/** Modules that must stay white around a QR code (ISO/IEC 18004). */
const QUIET_ZONE = 4;
const SIGNATURE_BLOCK = 64;

const MOTTO = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc'] as const;

/** Draws a form on the pages of a document, from the top to the bottom. */
export class FormPage {
  readonly #pdf: SignablePdf;
  readonly #page: IssuedForm['page'];
  readonly #regular: (text: string) => string;
  readonly #bold: (text: string) => string;

  constructor(pdf: SignablePdf, page: IssuedForm['page'], fonts: FontFiles) {
    this.#pdf = pdf;
    this.#page = page;
    this.#regular = printableBy(fonts.regular);
    this.#bold = printableBy(fonts.bold);
    pdf.registerFont('regular', Buffer.from(fonts.regular)).registerFont('bold', Buffer.from(fonts.bold));
  }

  get #left(): number {
    return MARGIN[this.#page];
  }
  get #width(): number {
    return this.#pdf.page.width - 2 * MARGIN[this.#page];
  }
  get #bottom(): number {
    return this.#pdf.page.height - MARGIN[this.#page];
  }

  #text(style: 'regular' | 'bold', text: string, x: number, y: number, options: PDFKit.Mixins.TextOptions): void {
    const printable = style === 'bold' ? this.#bold(text) : this.#regular(text);
    this.#pdf.font(style).text(printable, x, y, options);
  }

  /** Begins a new page where less than `height` is left. */
  #need(height: number): void {
    if (this.#pdf.y + height > this.#bottom) {
      this.#pdf.addPage();
      this.#pdf.y = MARGIN[this.#page];
    }
  }

  /** Who issues it, under which number; the motto of the State, place and date. */
  head(form: IssuedForm): void {
    const pdf = this.#pdf;
    const { issuer, number, dated } = headOf(form);
    const [top, gap] = [pdf.y, 8];
    const half = (this.#width - gap) / 2;
    pdf.fontSize(TEXT[this.#page] - 1.5);
    this.#text('bold', issuer, this.#left, top, { width: half, align: 'center' });
    if (number) this.#text('regular', number, this.#left, pdf.y, { width: half, align: 'center' });
    const leftEnd = pdf.y;
    this.#text('bold', MOTTO[0], this.#left + half + gap, top, { width: half, align: 'center' });
    this.#text('bold', MOTTO[1], this.#left + half + gap, pdf.y, { width: half, align: 'center', underline: true });
    this.#text('regular', dated, this.#left + half + gap, pdf.y + 3, { width: half, align: 'center' });
    pdf.y = Math.max(leftEnd, pdf.y) + 6;
  }

  /** The QR code, and beside it what the form is. */
  title(form: IssuedForm): void {
    const pdf = this.#pdf;
    const top = pdf.y;
    this.#qr(qrTextOf(form), this.#left, top);
    const x = this.#left + QR_SIDE + 6;
    pdf.fontSize(TEXT[this.#page] + 2.5);
    this.#text('bold', form.title.vi.toUpperCase(), x, top + 6, { width: this.#width - QR_SIDE - 6, align: 'center' });
    pdf.fontSize(SMALL);
    const note = `Mẫu ${form.code} - ${form.basis.vi}`;
    this.#text('regular', note, x, pdf.y + 2, { width: this.#width - QR_SIDE - 6, align: 'center' });
    pdf.y = Math.max(pdf.y, top + QR_SIDE) + 4;
    pdf.fontSize(TEXT[this.#page]);
  }

  #qr(text: string, x: number, y: number): void {
    const { size, runs } = qrModules(text);
    const module = QR_SIDE / (size + 2 * QUIET_ZONE);
    const at = (index: number) => (index + QUIET_ZONE) * module;
    for (const { row, column, length } of runs) this.#pdf.rect(x + at(column), y + at(row), length * module, module);
    this.#pdf.fill('black');
  }

  line(line: FormLine): void {
    if ('rows' in line) this.#table(line);
    else if ('items' in line) this.#list(line);
    else this.#pair(line.label, line.text);
    this.#pdf.y += 2;
  }

  #pair(label: string, text: string): void {
    this.#need(this.#pdf.currentLineHeight(true));
    this.#text('regular', `${label}:`, this.#left, this.#pdf.y, { width: this.#width, continued: true });
    // The space that the label's line goes on with: trimmed texts begin without one.
    this.#pdf.font('bold').text(` ${this.#bold(text)}`);
  }

  #list({ label, items }: { readonly label: string; readonly items: readonly string[] }): void {
    this.#need(2 * this.#pdf.currentLineHeight(true));
    this.#text('regular', `${label}:`, this.#left, this.#pdf.y, { width: this.#width });
    for (const [index, item] of items.entries()) {
      this.#need(this.#pdf.currentLineHeight(true));
      this.#text('regular', `${index + 1}. ${item}`, this.#left + 12, this.#pdf.y, { width: this.#width - 12 });
    }
  }

  #table({ label, head, widths, rows }: FormTable): void {
    const pdf = this.#pdf;
    this.#need(3 * pdf.currentLineHeight(true));
    this.#text('regular', `${label}:`, this.#left, pdf.y, { width: this.#width });
    const unit = this.#width / widths.reduce((sum, one) => sum + one, 0);
    const columns = widths.map((one, index) => ({
      x: this.#left + unit * widths.slice(0, index).reduce((sum, before) => sum + before, 0),
      width: unit * one,
    }));
    const measured = (style: 'regular' | 'bold', row: readonly (string | undefined)[]) => {
      pdf.font(style);
      const cells = columns.map((column, index) => ({ ...column, text: row[index] ?? '' }));
      const heights = cells.map(({ text, width }) => pdf.heightOfString(text.normalize('NFC') || ' ', { width: width - 6 }));
      return { style, cells, height: Math.max(...heights) + 6 };
    };
    const draw = ({ style, cells, height }: ReturnType<typeof measured>): void => {
      const { y } = pdf;
      for (const { x, width, text } of cells) {
        pdf.lineWidth(0.5).rect(x, y, width, height).stroke('black');
        this.#text(style, text, x + 3, y + 3, { width: width - 6 });
      }
      pdf.y = y + height;
    };
    pdf.fontSize(SMALL + 1);
    const top = measured('bold', head);
    this.#need(top.height);
    draw(top);
    for (const row of rows.map((one) => measured('regular', one))) {
      const { page } = pdf;
      this.#need(row.height);
      // A page that goes on with a table says again what its columns are.
      if (pdf.page !== page) draw(top);
      draw(row);
    }
    pdf.fontSize(TEXT[this.#page]);
  }

  /** Who signs on paper, what is not known, and what is to be said of the signature in the file. */
  foot(form: IssuedForm, notice?: string): void {
    const pdf = this.#pdf;
    const signatories = signatoriesOf(form);
    const height = signatories.length > 0 ? SIGNATURE_BLOCK : 0;
    this.#need(height);
    const top = pdf.y + 8;
    for (const [index, { title, name }] of signatories.entries()) {
      const width = this.#width / signatories.length;
      this.#text('bold', title, this.#left + index * width, top, { width, align: 'center' });
      this.#text('regular', name, this.#left + index * width, top + 28, { width, align: 'center' });
    }
    pdf.y = top + Math.max(0, height - 16);
    pdf.fontSize(SMALL);
    this.#need(4 * SMALL);
    for (const note of [...absenceNote(form), ...(notice ? [notice] : [])])
      this.#text('regular', note, this.#left, pdf.y + 2, { width: this.#width });
  }
}
