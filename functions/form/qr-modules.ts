import qrcode from 'qrcode-generator';

/** A horizontal run of dark modules: row, first column, length. */
export type DarkRun = { readonly row: number; readonly column: number; readonly length: number };

/** A QR code of a text, of the smallest version that holds it with error correction M (15 %). `size`: modules of a side, no quiet zone. */
export const qrModules = (text: string): { readonly size: number; readonly runs: readonly DarkRun[] } => {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  const runs: DarkRun[] = [];
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const start = column;
      while (column < size && code.isDark(row, column)) column += 1;
      if (column > start) runs.push({ row, column: start, length: column - start });
    }
  }
  return { size, runs };
};
