import { expect, it } from 'vitest';
import { INBOX_PAGE, InboxCursor, inboxBegin, mergeInbox, type ShardPage } from '../../../functions/ledger/inbox-page.ts';
import { countedUlid } from '../../support/fixed.ts';

/** Entries that all fall due at the same minute, in an order that only the index knows. */
const shard = (first: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    key: { pk: `DOSSIER#${countedUlid(first + ((i * 7) % count))}`, sk: 'META' },
    at: '2026-11-23T09:30:00.000Z',
  }));

const shards = [shard(0, 40), shard(100, 3), shard(200, 25), shard(300, 61)];

/** What a shard of the index gives behind a place. */
const read = (from: InboxCursor): ShardPage[] =>
  from.map((place, n) => {
    const all = shards[n] ?? [];
    const start = place === 'begin' ? 0 : place === 'end' ? all.length : all.findIndex(({ key }) => key.pk === place.key.pk) + 1;
    return { entries: all.slice(start, start + INBOX_PAGE), more: start + INBOX_PAGE < all.length };
  });

it('shows every entry once over all pages, whatever the order of entries that fall due at the same time', () => {
  const shown: string[] = [];
  let from: InboxCursor | undefined = inboxBegin;
  let pages = 0;
  while (from) {
    const { entries, next } = mergeInbox(from, read(from));
    expect(entries.length).toBeLessThanOrEqual(INBOX_PAGE);
    shown.push(...entries.map(({ key }) => key.pk));
    from = next && InboxCursor.parse(next);
    pages += 1;
  }
  expect(new Set(shown).size).toBe(shown.length);
  expect(shown.length).toBe(40 + 3 + 25 + 61);
  expect(pages).toBe(Math.ceil(shown.length / INBOX_PAGE));
});

it('takes the earliest of all shards first', () => {
  const at = (minute: number, n: number) => ({
    key: { pk: `DOSSIER#${countedUlid(n)}`, sk: 'META' },
    at: `2026-11-23T09:${minute}:00.000Z`,
  });
  const page = mergeInbox(inboxBegin, [
    { entries: [at(12, 1), at(40, 2)], more: false },
    { entries: [], more: false },
    { entries: [at(11, 3)], more: false },
    { entries: [at(30, 4)], more: false },
  ]);
  expect(page.entries.map(({ at: time }) => time.slice(14, 16))).toEqual(['11', '12', '30', '40']);
  expect(page.next).toBeUndefined();
});
