import { describe, expect, it } from 'vitest';
import { GlyphMissing } from '../../../functions/form/form-fonts.ts';
import { formLines } from '../../../functions/form/form-lines.ts';
import { IssuedForm } from '../../../functions/form/issued-form.ts';
import { printForm } from '../../../functions/form/print-form.ts';
import { formCases } from './cases.ts';
import { fonts } from './form-bench.ts';
import { readPdf } from './pdf-reader.ts';

const A5 = [420, 595];
const A4 = [595, 842];

const formOf = async (name: string, formSet?: 'GENERAL' | 'RESIDENCE'): Promise<IssuedForm> => {
  const { bench, form } = (await formCases[name]?.(formSet)) ?? {};
  const answer = await bench?.readStaff(form ?? '');
  return IssuedForm.parse(answer?.body);
};
const printed = async (name: string, formSet?: 'GENERAL' | 'RESIDENCE') => {
  const form = await formOf(name, formSet);
  return { form, pdf: await readPdf(await printForm(form, fonts)) };
};

/** Every letter of the Vietnamese alphabet with every tone. */
const everyLetter = [...'aăâeêioôơuưyđ'].flatMap((vowel) =>
  vowel === 'đ' ? [vowel] : ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'].map((tone) => (vowel + tone).normalize('NFC')),
);

describe('a printed form', () => {
  it.each([
    ['receipt', 'GENERAL', A5, 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ'],
    ['receipt', 'RESIDENCE', A5, 'PHIẾU TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ'],
    ['supplement', 'GENERAL', A5, 'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ'],
    ['supplement', 'RESIDENCE', A5, 'PHIẾU HƯỚNG DẪN BỔ SUNG, HOÀN THIỆN HỒ SƠ'],
    ['refusal', 'GENERAL', A5, 'PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ'],
    ['refusal', 'RESIDENCE', A5, 'PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ'],
    ['apology', 'RESIDENCE', A5, 'VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT'],
    ['stop', 'RESIDENCE', A5, 'THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ'],
    ['slip', 'RESIDENCE', A4, 'PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ'],
    ['book', 'RESIDENCE', A4, 'SỔ THEO DÕI HỒ SƠ'],
    ['granted', 'RESIDENCE', A5, 'THÔNG BÁO KẾT QUẢ GIẢI QUYẾT ĐĂNG KÝ CƯ TRÚ'],
    ['refused', 'RESIDENCE', A5, 'THÔNG BÁO TỪ CHỐI GIẢI QUYẾT ĐĂNG KÝ CƯ TRÚ'],
  ] as const)('has the paper, the title and all the words of its form, as text: %s of the %s set', async (name, formSet, size, title) => {
    const { form, pdf } = await printed(name, formSet);
    expect(pdf.sizes).toEqual([size]);
    expect(pdf.text).toContain(title);
    for (const part of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Hà Tĩnh, ngày', 'Công an xã thử nghiệm (G01.042.001)'])
      expect(pdf.text).toContain(part);
    const flat = pdf.text.replaceAll(' ', '');
    for (const line of formLines(form)) {
      const said = 'rows' in line ? [line.head, ...line.rows].flat() : [line.label, ...('items' in line ? line.items : [line.text])];
      for (const one of said) expect(flat).toContain((one ?? '').replaceAll(' ', ''));
    }
  });

  it('carries its dossier in the QR code; a result where it is verified', async () => {
    for (const name of ['receipt', 'slip', 'book']) expect((await printed(name)).pdf.qr).toBe('G01.042.001-261123-000001');
    expect((await printed('granted')).pdf.qr).toBe('https://api.example/public/results/C00000000000000000001/verification');
  });

  it('embeds its font as a subset and uses no other', async () => {
    const { fonts: used } = (await printed('receipt')).pdf;
    expect(used).toEqual([expect.stringMatching(/^[A-Z]{6}\+Tinos-Bold$/), expect.stringMatching(/^[A-Z]{6}\+Tinos-Regular$/)]);
  });

  it('is the same to the byte for the same form', async () => {
    const form = await formOf('receipt');
    const note = { name: 'Công an xã', reason: 'x', at: new Date('2026-11-23T02:00:00.000Z') };
    expect(await printForm(form, fonts, note)).toEqual(await printForm(structuredClone(form), fonts, note));
    expect(await printForm(form, fonts)).not.toEqual(await printForm({ ...form, issuedAt: '2026-11-23T02:01:00.000Z' }, fonts));
  });

  it('writes every Vietnamese letter, also when its accents came apart', async () => {
    const form = await formOf('receipt');
    const letters = [...everyLetter, ...everyLetter.map((letter) => letter.toUpperCase())].join(' ');
    const { text } = await readPdf(await printForm({ ...form, fields: { ...form.fields, request: letters.normalize('NFD') } }, fonts));
    expect(text).toContain(letters.slice(0, 40));
    for (const letter of new Set(letters.split(' '))) expect(text).toContain(letter);
  });

  it('refuses a character that the font lacks, and does not say whose', async () => {
    const form = await formOf('receipt');
    const failing = printForm({ ...form, fields: { ...form.fields, applicant: 'Nguyễn 字' } }, fonts);
    await expect(failing).rejects.toThrow(new GlyphMissing(0x5b57));
    await expect(failing).rejects.not.toThrow('Nguyễn');
  });

  it('goes on over pages when there is much to say', async () => {
    const form = await formOf('supplement');
    const asked = Array.from({ length: 30 }, (_, index) => ({
      code: `SUPPLEMENT_1_${index}`,
      name: `Giấy tờ thứ ${index} `.repeat(20).trim(),
    }));
    const { sizes, text } = await readPdf(await printForm({ ...form, fields: { ...form.fields, asked } }, fonts));
    expect(sizes.length).toBeGreaterThan(3);
    expect(new Set(sizes.map(String))).toEqual(new Set([String(A5)]));
    expect(text).toContain('30 Giấy tờ thứ 29');
  });

  it('says on every page of a table what its columns are', async () => {
    const form = await formOf('slip');
    const handOvers = Array.from({ length: 18 }, () => form.fields.handOvers ?? []).flat();
    const { sizes, text } = await readPdf(await printForm({ ...form, fields: { ...form.fields, handOvers } }, fonts));
    expect(sizes.length).toBeGreaterThan(1);
    expect(text.split('Thời gian giao, nhận')).toHaveLength(sizes.length + 1);
  });

  it('names what is not known, and leaves its place open', async () => {
    const { text } = (await printed('receipt')).pdf;
    const flat = text.replaceAll(/\s+/g, ' ');
    expect(flat).toContain(
      'Số (chưa rõ quy định đánh số); Địa chỉ (tờ khai không có); Số lượng hồ sơ (bộ) (hồ sơ điện tử không có); Vào Sổ',
    );
    for (const open of ['Số: ……', 'Địa chỉ: ……', 'Số lượng hồ sơ (bộ): ……']) expect(text).toContain(open);
  });

  it('has every column of its tables, also those that nothing is known for', async () => {
    const { text } = (await printed('supplement')).pdf;
    for (const head of ['Thành phần hồ sơ', 'Bản chính', 'Bản chứng thực', 'Bản photo']) expect(text.replaceAll('\n', ' ')).toContain(head);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('Bản chính (hồ sơ điện tử không có)');
    const slip = (await printed('slip')).pdf.text.replaceAll(/\s+/g, '');
    for (const head of ['Người giao', 'Người nhận', 'Kết quả', 'Ghi chú']) expect(slip).toContain(head.replaceAll(' ', ''));
    expect(slip).not.toContain('Số:');
  });

  it('names who guides the applicant where the others name who received', async () => {
    const { text } = (await printed('supplement')).pdf;
    expect(text).toContain('NGƯỜI HƯỚNG DẪN');
    expect(text).not.toContain('NGƯỜI TIẾP NHẬN HỒ SƠ');
  });
});
