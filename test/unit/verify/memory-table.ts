import { DOWNTIMES } from '../../../functions/downtime/downtime.ts';
import type { ItemKey } from '../../../functions/ledger/item-keys.ts';
import type { Item } from '../../../functions/ledger/ledger.ts';
import type { Partition, Table } from '../../../scripts/verify/table.ts';

/** A table in memory that a test breaks on purpose. */
export type MemoryTable = Table & {
  /** The item under a key of one line, `<pk> <sk>`. @throws when there is none */
  get(key: string): Item;
  /** Keys of all items, each in one line. */
  keys(): readonly string[];
  change(key: string, values: Item): void;
  remove(key: string): void;
  put(item: Item): void;
  /** Runs once, before the next partition is read by itself: somebody writes while the checker reads. */
  beforeReread(act: () => void): void;
  /** How often partitions were read by themselves. */
  rereads(): number;
};

const lineOf = ({ pk, sk }: Item): string => `${pk} ${sk}`;

export const memoryTable = (...items: readonly Item[]): MemoryTable => {
  const stored = new Map(items.map((item) => [lineOf(item), item]));
  let act: (() => void) | undefined;
  let rereads = 0;

  const all = (): Partition[] => {
    const partitions = new Map<string, Item[]>();
    for (const item of stored.values()) partitions.set(String(item['pk']), [...(partitions.get(String(item['pk'])) ?? []), item]);
    return [...partitions].map(([pk, ofPartition]) => ({ pk, items: ofPartition }));
  };
  async function* listed(place?: ItemKey): AsyncGenerator<Partition> {
    const partitions = all().sort((one, other) => (one.pk < other.pk ? -1 : 1));
    const start = place ? partitions.findIndex(({ pk }) => pk > place.pk) : 0;
    yield* partitions.slice(Math.max(start, 0));
    if (start > 0) yield* partitions.slice(0, start);
  }
  const get = (key: string): Item => {
    const item = stored.get(key);
    if (!item) throw new Error(`the table has no ${key}`);
    return item;
  };

  return {
    get,
    keys: () => [...stored.keys()],
    put: (item) => void stored.set(lineOf(item), item),
    change: (key, values) => {
      const changed = Object.entries({ ...get(key), ...values }).filter(([, value]) => value !== undefined);
      stored.set(key, Object.fromEntries(changed));
    },
    remove: (key) => {
      get(key);
      stored.delete(key);
    },
    beforeReread: (next) => {
      act = next;
    },
    rereads: () => rereads,

    partitions: () => [listed()],
    partitionsFrom: listed,
    partition: async (pk) => {
      rereads += 1;
      act?.();
      act = undefined;
      return { pk, items: all().find((one) => one.pk === pk)?.items ?? [] };
    },
    downtimes: async () => all().find(({ pk }) => pk === DOWNTIMES)?.items ?? [],
    items: async (keys) => keys.map((key) => stored.get(lineOf(key))),
  };
};
