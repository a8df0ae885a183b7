import * as z from 'zod';
import type { ItemKey } from '../ledger/item-keys.ts';
import { type Counted, endings, Month, ways } from './counted.ts';

/** What is counted per office, month and procedure. `lapsed`: unsolved dossiers that became late in the month. */
export const countFields = [...ways, ...endings, 'lapsed'] as const;
export type CountField = (typeof countFields)[number];

/** Which counters an office's dossiers of one procedure have in one month. */
export type CountKey = { readonly office: string; readonly month: string; readonly procedure: string };

const count = z.int().default(0);

/** The counters of one office, month and procedure (item `COUNTS#<office>` / `<month>#<procedure>`). */
export const Counts = z.object({
  office: z.string(),
  month: Month,
  procedure: z.string(),
  /** Number of the writings of this item. */
  version: z.int().nonnegative().default(0),
  online: count,
  direct: count,
  post: count,
  early: count,
  onTime: count,
  late: count,
  lapsed: count,
});
export type Counts = z.infer<typeof Counts>;

export const countsPartition = (office: string): string => `COUNTS#${office}`;
export const countsKey = ({ office, month, procedure }: CountKey): ItemKey => ({
  pk: countsPartition(office),
  sk: `${month}#${procedure}`,
});

/** What the key of an item of counters says. */
export const countKeyOf = ({ pk, sk }: ItemKey): CountKey => {
  const [month = '', procedure = ''] = sk.split('#');
  return { office: pk.slice(countsPartition('').length), month, procedure };
};

/** How far each counter of one item is to move. */
export type CountChange = { readonly key: CountKey; readonly by: Readonly<Partial<Record<CountField, number>>> };

type Snapshot = Pick<Counted, 'office' | 'procedure' | 'received' | 'lapsed' | 'solved'>;

/** Each counter that a dossier stands in. */
const placesOf = ({ office, procedure, received, lapsed, solved }: Snapshot): { key: CountKey; field: CountField }[] => {
  const place = (month: string, field: CountField) => ({ key: { office, month, procedure }, field });
  return [
    place(received.month, received.way),
    ...(lapsed ? [place(lapsed, 'lapsed')] : []),
    ...(solved ? [place(solved.month, solved.ending)] : []),
  ];
};

/** How the counters move when a dossier counts as `after` instead of as `before`; none when nothing changes. */
export const changesBetween = (before: Snapshot | undefined, after: Snapshot | undefined): readonly CountChange[] => {
  const moved = new Map<string, { key: CountKey; by: Partial<Record<CountField, number>> }>();
  const move = (snapshot: Snapshot | undefined, by: number): void => {
    for (const { key, field } of snapshot ? placesOf(snapshot) : []) {
      const name = `${countsKey(key).pk}\n${countsKey(key).sk}`;
      const one = moved.get(name) ?? { key, by: {} };
      one.by[field] = (one.by[field] ?? 0) + by;
      moved.set(name, one);
    }
  };
  move(before, -1);
  move(after, 1);
  return [...moved.values()].flatMap(({ key, by }) => {
    const left = Object.fromEntries(Object.entries(by).filter(([, amount]) => amount !== 0));
    return Object.keys(left).length > 0 ? [{ key, by: left }] : [];
  });
};
