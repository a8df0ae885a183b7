import { counterKey } from '../../functions/ledger/item-keys.ts';
import type { DossierItems } from './dossier-items.ts';
import type { Table } from './table.ts';
import { type CodeSeries, unusedCodes } from './unused-codes.ts';

/** A number out of a counter of the cell. */
type Drawn = {
  readonly counter: string;
  readonly n: number;
  readonly what: string;
  /** Of a code: what stands before its number, and how many digits that has. */
  readonly code?: { readonly prefix: string; readonly width: number };
};

const CODE = /^(.+)-(\d{6})-(\d{4,6})$/;
const RECEIPT = /^(\d{2})-(\d{2})E-(\d{7,})$/;
const RESULT = /^(\d+)\/(\d{4})\/[^-]+-(.+)$/;

/** Whether the code of a dossier came from outside: it is out of no counter of the cell. */
const isGiven = ({ events }: DossierItems): boolean =>
  events.some(({ type, data }) => type === 'dossier.submitted' && data['given'] === true);

/** The numbers that a dossier carries: its code, the receipts of its payments, the number of its decision. */
const drawnBy = (items: DossierItems): Drawn[] => {
  const { meta, payments, result } = items;
  const [, office, day, code] = (isGiven(items) ? undefined : CODE.exec(meta.code ?? '')) ?? [];
  const [, decision, year, decider] = RESULT.exec(result?.number ?? '') ?? [];
  const receipts = payments.flatMap(({ receipt = '' }): Drawn[] => {
    const [, cell, short, n] = RECEIPT.exec(receipt) ?? [];
    return n ? [{ counter: `RECEIPT#${cell}#${short}`, n: Number(n), what: `receipt ${receipt}` }] : [];
  });
  return [
    ...(code
      ? [
          {
            ...{ counter: `CODE#${office}#${day}`, n: Number(code), what: `code ${meta.code}` },
            code: { prefix: `${office}-${day}`, width: code.length },
          },
        ]
      : []),
    ...receipts,
    ...(decision ? [{ counter: `RESULT#${decider}#${year}`, n: Number(decision), what: `decision ${result?.number}` }] : []),
  ];
};

/** One bit a number: ten million numbers of a counter take 1.25 MB. */
const MOST_MARKED = 10_000_000;

type Series = { highest: number; marks: Uint8Array; readonly code?: Drawn['code'] };

const isMarked = ({ marks }: Series, n: number): boolean => ((marks[n >> 3] ?? 0) & (1 << (n & 7))) !== 0;

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
      drawnBy(items).flatMap(({ counter, n, what, code }) => {
        const series = all.get(counter) ?? { highest: 0, marks: new Uint8Array(1), code };
        all.set(counter, series);
        series.highest = Math.max(series.highest, n);
        return mark(series, n) ? [`its ${what} is that of another dossier as well`] : [];
      }),

    /** Faults of the counters, once every dossier was told; `remarks` tells of codes that were drawn and that nobody has. */
    ofCounters: async (table: Pick<Table, 'items'>, remarks?: string[]): Promise<string[]> => {
      const series = [...all];
      const counters = await table.items(series.map(([counter]) => counterKey(counter)));
      const codes = series.flatMap(([, one], index): CodeSeries[] => {
        const given = Number(counters[index]?.['value'] ?? 0);
        return one.code ? [{ ...one.code, given, isUsed: (n) => isMarked(one, n) }] : [];
      });
      if (remarks) remarks.push(...(await unusedCodes(table, codes)));
      return series.flatMap(([counter, { highest }], index) => {
        const value = Number(counters[index]?.['value'] ?? 0);
        return value >= highest
          ? []
          : [`${counterKey(counter).pk} stands at ${value}, though ${highest} was given: it would give numbers twice`];
      });
    },
  };
};
