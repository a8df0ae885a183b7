import { create } from 'fontkit';

/** TrueType files: Tinos, which has the widths of Times New Roman, the font that Decree 30/2020/NĐ-CP prescribes for official documents. */
export type FontFiles = { readonly regular: Uint8Array; readonly bold: Uint8Array };

/** A text holds a character that the font has no sign for: it would be printed as an empty box. */
export class GlyphMissing extends Error {
  constructor(codePoint: number) {
    super(`the font has no sign for U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`);
    this.name = 'GlyphMissing';
  }
}

/**
 * Gives texts as a font can print them: composed (NFC), because accents that stand apart would float beside their letter.
 * @returns a function that throws GlyphMissing, naming the character and never the text
 */
export const printableBy = (file: Uint8Array): ((text: string) => string) => {
  const font = create(Buffer.from(file));
  if (!('hasGlyphForCodePoint' in font)) throw new Error('the font file is a collection');
  return (text) => {
    const composed = text.normalize('NFC').replace(/\s+/g, ' ').trim();
    for (const character of composed) {
      const codePoint = character.codePointAt(0) ?? 0;
      if (!font.hasGlyphForCodePoint(codePoint)) throw new GlyphMissing(codePoint);
    }
    return composed;
  };
};
