import * as z from 'zod';
import { localDay } from '../../functions/calendar/local-time.ts';
import {
  DOWNTIMES,
  Downtime,
  downtimeKey,
  RegisterCount,
  registerKey,
  Superseded,
  supersededKey,
} from '../../functions/downtime/downtime.ts';
import { type ItemKey, metaKey } from '../../functions/ledger/item-keys.ts';
import type { Item } from '../../functions/ledger/ledger.ts';
import { Counted, TakenOver } from '../../functions/report/counted.ts';
import { Counts, countFields, countKeyOf, countsPartition } from '../../functions/report/counts.ts';
import { plain } from './plain.ts';
import type { Judged } from './pointer-faults.ts';
import type { Partition } from './table.ts';

const BOOK = 'BOOK#';

const keyOf = (item: Item): ItemKey => ({ pk: String(item['pk']), sk: String(item['sk']) });

/** An entry of a tracking book must be of a dossier that was accepted on the day and is counted under its procedure. */
const bookFaults = (pk: string, items: readonly Item[]): Judged => {
  const read = items.map((item) => ({
    sk: String(item['sk']),
    entry: Counted.safeParse(item).data,
    taken: TakenOver.safeParse(item).data,
  }));
  return {
    faults: read.flatMap(({ sk, entry, taken }) =>
      (entry ?? taken)?.dossierId === sk ? [] : [`${plain(sk)} is no entry of a tracking book`],
    ),
    questions: read.flatMap(({ entry, taken }) => {
      if (taken && !entry)
        return [
          {
            key: metaKey(taken.dossierId),
            faults: (meta) => (meta ? [] : [`has a line of ${plain(taken.dossierId)}, which is not there`]),
          },
        ];
      if (!entry) return [];
      const { dossierId, procedure } = entry;
      const faults = (meta: Item | undefined): string[] => {
        const acceptedAt = z.iso.datetime().safeParse(meta?.['acceptedAt']).data;
        if (!acceptedAt) return [`has an entry for ${plain(dossierId)}, which was never accepted`];
        if (!pk.endsWith(`#${localDay(new Date(acceptedAt))}`)) return [`has an entry for ${plain(dossierId)}, accepted on another day`];
        return meta?.['procedure'] === procedure ? [] : [`counts ${plain(dossierId)} under another procedure`];
      };
      return [{ key: metaKey(dossierId), faults }];
    }),
  };
};

const countFaults = (items: readonly Item[]): Judged => ({
  faults: items.flatMap((item) => {
    const read = Counts.safeParse({ ...countKeyOf(keyOf(item)), ...item });
    if (!read.success) return [`${plain(String(item['sk']))} counts nothing`];
    const below = countFields.filter((field) => read.data[field] < 0);
    return below.length > 0 ? [`${plain(String(item['sk']))} counts less than nothing: ${below.join(', ')}`] : [];
  }),
  questions: [],
});

/** Those that count must not overlap: whoever reads two of them could take one time off twice. */
const overlapsOf = (downtimes: readonly Downtime[]): string[] => {
  const inOrder = downtimes.toSorted((one, other) => one.from.localeCompare(other.from));
  return inOrder.flatMap((one, index) => {
    const next = inOrder[index + 1];
    return next && next.from < one.to ? [`the downtimes ${one.id} and ${next.id} overlap`] : [];
  });
};

const downtimeFaults = (all: readonly Item[]): Judged => {
  const items = all.filter(({ sk }) => sk !== registerKey.sk);
  const counted = RegisterCount.safeParse(all.find(({ sk }) => sk === registerKey.sk)).data?.entries ?? 0;
  const downtimes = items.flatMap((item) => Downtime.safeParse(item).data ?? []);
  const marks = items.flatMap((item) => Superseded.safeParse(item).data ?? []);
  // A correction is one entry with the mark of what it corrects.
  const entries = downtimes.length + marks.filter(({ correction }) => !correction).length;
  const keys = new Set(items.map((item) => String(item['sk'])));
  const strangers = items.length - downtimes.length - marks.length;
  return {
    faults: [
      ...(strangers > 0 ? [`has ${strangers} items that are no downtimes`] : []),
      ...(counted === entries ? [] : [`counts ${counted} entries and has ${entries}`]),
      ...overlapsOf(downtimes.filter(({ id }) => !marks.some(({ superseded }) => superseded === id))),
      ...downtimes.filter((one) => !keys.has(downtimeKey(one).sk)).map(({ id }) => `downtime ${id} lies under another key`),
      ...marks.flatMap(({ superseded, correction }) => {
        const of = downtimes.find(({ id }) => id === superseded);
        if (!of || !keys.has(supersededKey(of).sk)) return [`the mark of ${superseded} lies beside no such downtime`];
        if (!correction || downtimes.some(({ id, supersedes }) => id === correction && supersedes === superseded)) return [];
        return [`downtime ${superseded} was corrected by one that is not there`];
      }),
    ],
    questions: [],
  };
};

/** Judges a partition of the reports and the downtimes; undefined when it is none. Whether the counters add up, `npm run recount` tells. */
export const judgeReports = ({ pk, items }: Partition): Judged | undefined => {
  if (pk.startsWith(BOOK)) return bookFaults(pk, items);
  if (pk.startsWith(countsPartition(''))) return countFaults(items);
  return pk === DOWNTIMES ? downtimeFaults(items) : undefined;
};
