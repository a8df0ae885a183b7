import { localDay } from '../../functions/calendar/local-time.ts';
import { counterKey } from '../../functions/ledger/item-keys.ts';
import type { DossierItems } from './dossier-items.ts';
import { plain } from './plain.ts';
import type { Table } from './table.ts';
import { type CodeSeries, unusedCodes } from './unused-codes.ts';
import { unusedNumbers } from './unused-numbers.ts';

/** What a counter counts: codes of an agency and day, or receipts or decisions of a year. */
type Counted = {
  /** What stands before a code's number, and how many digits that may have. */
  readonly code?: { readonly prefix: string; readonly widths: readonly number[] };
  readonly year?: { readonly of: string; readonly year: number };
};

/** A number out of a counter of the cell. */
type Drawn = {
  readonly counter: string;
  readonly n: number;
  readonly what: string;
  /** When the step that carries it was written. */
  readonly at?: string | undefined;
  /** Digits of a code's number. */
  readonly width?: number;
};

const CODE = /^(.+)-(\d{6})-(\d{4,6})$/;
const RECEIPT = /^(\d{2})-(\d{2})E-(\d{7,})$/;
const RESULT = /^(\d+)\/(\d{4})\/[^-]+-(.+)$/;

/** Digits of the numbers in codes: the province's, and the Ministry's. */
const CODE_WIDTHS = [4, 6];

/** What a counter counts, by its name; undefined for one that is none of these. */
const countedBy = (counter: string): Counted | undefined => {
  const [kind, of = '', period = ''] = counter.split('#');
  switch (kind) {
    case 'CODE':
      return { code: { prefix: `${of}-${period}`, widths: CODE_WIDTHS } };
    case 'RECEIPT':
      return { year: { of: `receipts of cell ${plain(of)}`, year: 2000 + Number(period) } };
    case 'RESULT':
      return { year: { of: `decisions of ${plain(of)}`, year: Number(period) } };
    default:
      return undefined;
  }
};

/** Whether the code of a dossier came from outside: it is out of no counter of the cell. */
const isGiven = ({ events }: DossierItems): boolean =>
  events.some(({ type, data }) => type === 'dossier.submitted' && data['given'] === true);

/** The numbers that a dossier carries: its code, the receipts of its payments, the number of its decision. */
const drawnBy = (items: DossierItems): Drawn[] => {
  const { meta, payments, result } = items;
  const [, office, day, code] = (isGiven(items) ? undefined : CODE.exec(meta.code ?? '')) ?? [];
  const [, decision, year, decider] = RESULT.exec(result?.number ?? '') ?? [];
  const receipts = payments.flatMap(({ receipt = '', closedAt: at }): Drawn[] => {
    const [, cell, short, n] = RECEIPT.exec(receipt) ?? [];
    return n ? [{ counter: `RECEIPT#${cell}#${short}`, n: Number(n), what: `receipt ${receipt}`, at }] : [];
  });
  return [
    ...(code ? [{ counter: `CODE#${office}#${day}`, n: Number(code), what: `code ${meta.code}`, width: code.length }] : []),
    ...receipts,
    ...(decision
      ? [{ counter: `RESULT#${decider}#${year}`, n: Number(decision), what: `decision ${result?.number}`, at: meta.concludedAt }]
      : []),
  ];
};

/** One bit a number: ten million numbers of a counter take 1.25 MB. */
const MOST_MARKED = 10_000_000;

/** `settled`: the highest number so old that every number before it was written long ago, or never will be. */
type Series = { highest: number; settled: number; marks: Uint8Array; code?: Counted['code'] } & Pick<Counted, 'year'>;

/** Longer than any step takes between drawing its number and being written, repetitions included (milliseconds). */
const SETTLED_MS = 15 * 60_000;

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
 * @param now the cell's time when the table began to be read
 */
export const runningNumbers = (now: Date) => {
  const all = new Map<string, Series>();
  const settledAt = new Date(now.getTime() - SETTLED_MS).toISOString();
  const thisYear = Number(localDay(now).slice(0, 4));

  /** Up to where the numbers of a year must all stand on dossiers: beyond, some may be about to be written. */
  const settledOf = ({ settled, year }: Series, given: number): number => (year && year.year < thisYear ? given : settled);
  const seriesOf = (counter: string): Series => {
    const series = all.get(counter) ?? { highest: 0, settled: 0, marks: new Uint8Array(1), ...countedBy(counter) };
    all.set(counter, series);
    return series;
  };

  return {
    /** Faults of a dossier beside all that were told before; each dossier is told once. */
    faultsOf: (items: DossierItems): string[] =>
      drawnBy(items).flatMap(({ counter, n, what, at, width }) => {
        const series = seriesOf(counter);
        series.highest = Math.max(series.highest, n);
        if (at && at < settledAt) series.settled = Math.max(series.settled, n);
        if (width && series.code) series.code = { ...series.code, widths: [width] };
        return mark(series, n) ? [`its ${what} is that of another dossier as well`] : [];
      }),

    /** Takes note of a counter, of whose numbers no dossier may have any. */
    sawCounter: (pk: string): void => {
      const [, counter] = pk.split(/^COUNTER#/);
      if (counter && countedBy(counter)) seriesOf(counter);
    },

    /** Faults of the counters, once every dossier was told; `remarks` tells of numbers that were drawn and that nobody has. */
    ofCounters: async (table: Pick<Table, 'items'>, remarks?: string[]): Promise<string[]> => {
      const series = [...all];
      const counters = await table.items(series.map(([counter]) => counterKey(counter)));
      const givenBy = (index: number): number => Number(counters[index]?.['value'] ?? 0);
      const codes = series.flatMap(([, one], index): CodeSeries[] => {
        const { code } = one;
        if (!code) return [];
        const given = Math.min(givenBy(index), 10 ** Math.max(...code.widths) - 1);
        return [{ ...code, given, isUsed: (n) => isMarked(one, n) }];
      });
      const numbered = series.flatMap(([, one], index) =>
        one.year
          ? [{ ...one.year, last: Math.min(settledOf(one, givenBy(index)), MOST_MARKED), isUsed: (n: number) => isMarked(one, n) }]
          : [],
      );
      if (remarks) remarks.push(...(await unusedCodes(table, codes)), ...unusedNumbers(numbered));
      return series.flatMap(([counter, { highest }], index) => {
        const value = givenBy(index);
        return value >= highest
          ? []
          : [`${counterKey(counter).pk} stands at ${value}, though ${highest} was given: it would give numbers twice`];
      });
    },
  };
};
