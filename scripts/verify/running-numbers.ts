import { counterKey } from '../../functions/ledger/item-keys.ts';
import type { DossierItems } from './dossier-items.ts';
import type { Table } from './table.ts';

/** A number out of a counter of the cell. */
type Drawn = { readonly counter: string; readonly n: number; readonly what: string };

const CODE = /^(.+)-(\d{6})-(\d{6})$/;
const RECEIPT = /^(\d{2})-(\d{2})E-(\d{7,})$/;
const RESULT = /^(\d+)\/(\d{4})\/[^-]+-(.+)$/;

/** The numbers that a dossier carries: its code, the receipts of its payments, the number of its decision. */
const drawnBy = ({ meta, payments, result }: DossierItems): Drawn[] => {
  const [, office, day, code] = CODE.exec(meta.code ?? '') ?? [];
  const [, decision, year, decider] = RESULT.exec(result?.number ?? '') ?? [];
  const receipts = payments.flatMap(({ receipt = '' }): Drawn[] => {
    const [, cell, short, n] = RECEIPT.exec(receipt) ?? [];
    return n ? [{ counter: `RECEIPT#${cell}#${short}`, n: Number(n), what: `receipt ${receipt}` }] : [];
  });
  return [
    ...(code ? [{ counter: `CODE#${office}#${day}`, n: Number(code), what: `code ${meta.code}` }] : []),
    ...receipts,
    ...(decision ? [{ counter: `RESULT#${decider}#${year}`, n: Number(decision), what: `decision ${result?.number}` }] : []),
  ];
};

/** One bit a number: ten million numbers of a counter take 1.25 MB. */
const MOST_MARKED = 10_000_000;

type Series = { highest: number; marks: Uint8Array };

/** Marks a number; true when it was marked before. */
const mark = (series: Series, n: number): boolean => {
  if (n > MOST_MARKED) return false;
  const place = n >> 3;
  if (place >= series.marks.length) {
    const longer = new Uint8Array(Math.max(place + 1, series.marks.length * 2));
    longer.set(series.marks);
    series.marks = longer;
  }
  const bit = 1 << (n & 7);
  const before = series.marks[place] ?? 0;
  series.marks[place] = before | bit;
  return (before & bit) !== 0;
};

/**
 * Running numbers over the whole table: none stands on two dossiers, and no counter is behind what it gave, or it would give a number
 * twice. It keeps a bit for each number and an entry for each counter, that is one for each office and day.
 */
export const runningNumbers = () => {
  const all = new Map<string, Series>();
  return {
    /** Faults of a dossier beside all that were told before; each dossier is told once. */
    faultsOf: (items: DossierItems): string[] =>
      drawnBy(items).flatMap(({ counter, n, what }) => {
        const series = all.get(counter) ?? { highest: 0, marks: new Uint8Array(1) };
        all.set(counter, series);
        series.highest = Math.max(series.highest, n);
        return mark(series, n) ? [`its ${what} is that of another dossier as well`] : [];
      }),

    /** Faults of the counters, once every dossier was told. */
    ofCounters: async (table: Pick<Table, 'items'>): Promise<string[]> => {
      const series = [...all];
      const counters = await table.items(series.map(([counter]) => counterKey(counter)));
      return series.flatMap(([counter, { highest }], index) => {
        const value = Number(counters[index]?.['value'] ?? 0);
        return value >= highest
          ? []
          : [`${counterKey(counter).pk} stands at ${value}, though ${highest} was given: it would give numbers twice`];
      });
    },
  };
};
