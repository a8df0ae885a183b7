import { HistoryEvent } from '../../functions/ledger/history-event.ts';
import type { ItemKey } from '../../functions/ledger/item-keys.ts';
import type { Item } from '../../functions/ledger/ledger.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { readStoredMeta } from '../../functions/ledger/stored-meta.ts';
import { bookKey, Counted, countedOf, type TakenOverEntry, takenOverEntries } from '../../functions/report/counted.ts';

/** What the tracking book should hold of a dossier, and where; `lines`: those in the books of offices that it was handed to. */
export type ExpectedCount = {
  readonly dossierId: string;
  readonly key: ItemKey;
  readonly expected: Omit<Counted, 'version'>;
  readonly lines: readonly TakenOverEntry[];
};

const sk = (item: Item): string => String(item['sk']);

/** Reads a dossier's partition. Undefined for one that was never accepted. @throws when META or its history cannot be read */
export const expectedCount = (items: readonly Item[]): ExpectedCount | undefined => {
  const head = items.find((item) => sk(item) === 'META');
  if (!head) return undefined;
  const meta: Meta = readStoredMeta(head);
  const history = items
    .filter((item) => sk(item).startsWith('EVENT#'))
    .sort((one, other) => (sk(one) < sk(other) ? -1 : 1))
    .map((item) => HistoryEvent.parse(item));
  const expected = countedOf(meta, history);
  if (!expected) return undefined;
  const key = bookKey(meta, history);
  return { dossierId: meta.dossierId, key, expected, lines: takenOverEntries(meta, history, key) };
};

const shown = ({
  office,
  procedure,
  received,
  lapsed,
  solved,
}: Omit<Counted, 'version'>): Readonly<Record<string, string | undefined>> => ({
  ...{ office, procedure, received: `${received.month} ${received.way}`, lapsed },
  solved: solved && `${solved.month} ${solved.ending}`,
});

/** How an entry differs from what it should be, in words; empty when it does not. */
export const entryDifferences = (expected: Omit<Counted, 'version'>, item: Item | undefined): readonly string[] => {
  if (!item) return ['is not counted'];
  const entry = Counted.safeParse(item);
  if (!entry.success) return ['is counted by an entry that cannot be read'];
  const [counted, should] = [shown(entry.data), shown(expected)];
  return Object.keys(should)
    .filter((name) => counted[name] !== should[name])
    .map((name) => `is counted as ${name} ${counted[name] ?? 'none'}, should be ${should[name] ?? 'none'}`);
};
