import type { Item } from '../../functions/ledger/ledger.ts';
import { Counted } from '../../functions/report/counted.ts';
import {
  type CountField,
  type CountKey,
  Counts,
  changesBetween,
  countFields,
  countKeyOf,
  countsKey,
  countsPartition,
} from '../../functions/report/counts.ts';
import type { Partition, Table } from '../verify/table.ts';

type Figures = Readonly<Record<CountField, number>>;

/** A counter's item beside what the entries of the books add up to. */
export type Sum = { readonly key: CountKey; readonly version: number; readonly counted: Figures; readonly addsUpTo: Figures };

const zero = (): Record<CountField, number> => ({ online: 0, direct: 0, post: 0, early: 0, onTime: 0, late: 0, lapsed: 0 });
const nameOf = (key: CountKey): string => `${countsKey(key).pk}\n${countsKey(key).sk}`;

/** What is added up while the table is read, partition by partition. */
const summing = () => {
  const sums = new Map<string, { key: CountKey; figures: Record<CountField, number> }>();
  const counters = new Map<string, Counts>();

  const addEntry = (item: Item): void => {
    const entry = Counted.safeParse(item);
    for (const { key, by } of entry.success ? changesBetween(undefined, entry.data) : []) {
      const sum = sums.get(nameOf(key)) ?? { key, figures: zero() };
      for (const field of countFields) sum.figures[field] += by[field] ?? 0;
      sums.set(nameOf(key), sum);
    }
  };
  const addCounter = (item: Item): void => {
    const key = countKeyOf({ pk: String(item['pk']), sk: String(item['sk']) });
    counters.set(nameOf(key), Counts.parse({ ...key, ...item }));
  };

  return {
    add: ({ pk, items }: Partition): void => {
      if (pk.startsWith('BOOK#')) for (const item of items) addEntry(item);
      if (pk.startsWith(countsPartition(''))) for (const item of items) addCounter(item);
    },
    /** Every counter that is there or should be. */
    all: (): Sum[] => {
      const names = [...new Set([...sums.keys(), ...counters.keys()])].sort();
      return names.flatMap((name) => {
        const counter = counters.get(name);
        const key = sums.get(name)?.key ?? counter;
        if (!key) return [];
        const { office, month, procedure } = key;
        const counted = counter ? { ...zero(), ...pick(counter) } : zero();
        return [
          { key: { office, month, procedure }, version: counter?.version ?? 0, counted, addsUpTo: sums.get(name)?.figures ?? zero() },
        ];
      });
    },
  };
};

const pick = (counts: Counts): Figures => {
  const { online, direct, post, early, onTime, late, lapsed } = counts;
  return { online, direct, post, early, onTime, late, lapsed };
};

/** The counters whose figures are not what the entries add up to. */
export const wrongSums = (sums: readonly Sum[]): Sum[] =>
  sums.filter(({ counted, addsUpTo }) => countFields.some((field) => counted[field] !== addsUpTo[field]));

/** Adds up the whole table once more. */
export const addUp = async (table: Table): Promise<Sum[]> => {
  const sums = summing();
  await Promise.all(
    table.partitions().map(async (partitions) => {
      for await (const partition of partitions) sums.add(partition);
    }),
  );
  return sums.all();
};
