import * as z from 'zod';
import { INBOX_SHARDS } from './deadline-bucket.ts';
import { isErrand } from './errand.ts';
import { dossierPartition } from './item-keys.ts';
import type { InboxEntry } from './ledger.ts';
import { Instant } from './meta.ts';

/** How many entries a page of an office's inbox shows. */
export const INBOX_PAGE = 25;

const Place = z.strictObject({
  key: z.strictObject({
    pk: z.string().startsWith(dossierPartition('')),
    sk: z.string().refine((sk) => isErrand(sk) || /^(META|TASK#\d{4}|COMPLAINT#[0-9A-Z]{26})$/.test(sk)),
  }),
  at: Instant,
});

/**
 * Where a page ended, shard by shard: behind an entry that the shard really gave, at its beginning, or at its end. Not one place
 * for all: how an index orders entries of the same time is documented nowhere.
 */
export const InboxCursor = z.array(z.union([Place, z.literal('begin'), z.literal('end')])).length(INBOX_SHARDS);
export type InboxCursor = z.infer<typeof InboxCursor>;

export const inboxBegin: InboxCursor = Array.from({ length: INBOX_SHARDS }, () => 'begin' as const);

/** What one shard gave: its entries in the index's own order, and whether more lie behind them. */
export type ShardPage = { readonly entries: readonly InboxEntry[]; readonly more: boolean };

/** Merges the shards' pages into one page, earliest first; `next` is undefined when nothing is left. */
export const mergeInbox = (
  from: InboxCursor,
  shards: readonly ShardPage[],
): { readonly entries: InboxEntry[]; readonly next?: InboxCursor } => {
  const taken = shards.map(() => 0);
  const entries: InboxEntry[] = [];
  while (entries.length < INBOX_PAGE) {
    let earliest: { readonly shard: number; readonly entry: InboxEntry } | undefined;
    for (const [shard, { entries: given }] of shards.entries()) {
      const entry = given[taken[shard] ?? 0];
      if (entry && (!earliest || entry.at < earliest.entry.at)) earliest = { shard, entry };
    }
    if (!earliest) break;
    entries.push(earliest.entry);
    taken[earliest.shard] = (taken[earliest.shard] ?? 0) + 1;
  }
  const next = shards.map(({ entries: given, more }, shard): InboxCursor[number] => {
    const count = taken[shard] ?? 0;
    if (count === given.length && !more) return 'end';
    return given[count - 1] ?? from[shard] ?? 'begin';
  });
  return next.every((place) => place === 'end') ? { entries } : { entries, next };
};
