import * as z from 'zod';
import { readCursor, writeCursor } from '../../functions/ledger/cursor.ts';
import type { ItemKey } from '../../functions/ledger/item-keys.ts';
import type { CountStore } from '../../functions/report/count-store.ts';
import { bookPartition, type Counted, type TakenOver } from '../../functions/report/counted.ts';
import { Counts, countFields, countsKey } from '../../functions/report/counts.ts';

const BOOK_PAGE = 25;

export type MemoryCounts = CountStore & {
  /** The entry of one dossier, wherever it stands. */
  entry(dossierId: string): Counted | undefined;
  /** Every counter that is not empty. */
  all(): Counts[];
  /** Runs `act` once, just before the next counting is written: somebody else counts in between. */
  beforeNextCount(act: () => Promise<void>): void;
  /** How often anything was written. */
  readonly writes: () => number;
};

const address = ({ pk, sk }: ItemKey): string => `${pk}\n${sk}`;

/** The counters in memory, with the conditions that DynamoDB would hold. */
export const memoryCounts = (): MemoryCounts => {
  const book = new Map<string, Counted>();
  const lines = new Map<string, TakenOver>();
  const counters = new Map<string, Counts>();
  let interruption: (() => Promise<void>) | undefined;
  let writes = 0;

  return {
    entry: (dossierId) => [...book.values()].find((one) => one.dossierId === dossierId),
    all: () => [...counters.values()].filter((one) => countFields.some((field) => one[field] !== 0)),
    beforeNextCount: (act) => {
      interruption = act;
    },
    writes: () => writes,

    readCounted: async (key) => book.get(address(key)),
    count: async (key, before, after, changes) => {
      const act = interruption;
      interruption = undefined;
      await act?.();
      if (book.get(address(key))?.version !== before?.version) return 'stale';
      writes += 1;
      book.set(address(key), structuredClone(after));
      for (const { key: place, by } of changes) {
        const name = address(countsKey(place));
        const one = counters.get(name) ?? Counts.parse(place);
        for (const field of countFields) one[field] += by[field] ?? 0;
        counters.set(name, { ...one, version: one.version + 1 });
      }
      return 'counted';
    },
    enterTakenOver: async (key, entry) => {
      if (!book.has(address(key)) && !lines.has(address(key))) lines.set(address(key), entry);
    },
    readCounts: async (office, upTo) => [...counters.values()].filter((one) => one.office === office && one.month <= upTo),
    listBook: async (office, day, cursor) => {
      const last = readCursor(z.string(), cursor);
      const found = [...book.keys(), ...lines.keys()]
        .filter((name) => name.startsWith(`${bookPartition(office, day)}\n`))
        .map((name) => name.split('\n')[1] ?? '')
        .sort()
        .filter((dossierId) => last === undefined || dossierId > last);
      const dossierIds = found.slice(0, BOOK_PAGE);
      const end = dossierIds.at(-1);
      const takenOver = dossierIds.flatMap((id) => lines.get(address({ pk: bookPartition(office, day), sk: id })) ?? []);
      return { dossierIds, takenOver, ...(end && found.length > BOOK_PAGE && { cursor: writeCursor(end) }) };
    },
  };
};
