import { codePointerKey } from '../../functions/ledger/item-keys.ts';
import { plain } from './plain.ts';
import type { Table } from './table.ts';

/** The codes of one agency and day as they were found: how they begin, how wide their numbers may be, and which stand on a dossier. */
export type CodeSeries = {
  readonly prefix: string;
  /** One where a dossier has a code of them; else all that there are. */
  readonly widths: readonly number[];
  /** What the counter has given. */
  readonly given: number;
  readonly isUsed: (n: number) => boolean;
};

/** Holes that are looked up of one series: more of them is a fault of the cell, not a few functions that died. */
const MOST_HOLES = 1000;

/**
 * Remarks on numbers that were drawn and that nobody explains: neither a dossier has them nor does an item say why not. No fault: a
 * function that dies between the drawing and its step leaves one behind, and the number is never given again.
 */
export const unusedCodes = async (table: Pick<Table, 'items'>, series: readonly CodeSeries[]): Promise<string[]> => {
  const remarks: string[] = [];
  for (const { prefix, widths, given, isUsed } of series) {
    const holes: number[] = [];
    for (let n = 1; n <= given && holes.length < MOST_HOLES; n += 1) if (!isUsed(n)) holes.push(n);
    const codesOf = (n: number): string[] => widths.map((width) => `${prefix}-${String(n).padStart(width, '0')}`);
    const items = await table.items(holes.flatMap(codesOf).map(codePointerKey));
    const unexplained = holes.filter((_, index) => widths.every((__, place) => items[index * widths.length + place] === undefined));
    if (unexplained.length > 0) {
      const named = unexplained.slice(0, 5).map((n) => (widths.length > 1 ? `number ${n}` : codesOf(n).map(plain).join()));
      const more = unexplained.length > 5 ? ` and ${unexplained.length - 5} more` : '';
      remarks.push(
        `of the ${given} codes of ${plain(prefix)} nobody has ${named.join(', ')}${more}: drawn by a submission that was not written`,
      );
    }
  }
  return remarks;
};
