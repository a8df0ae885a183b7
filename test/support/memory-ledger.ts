import * as z from 'zod';
import { applyStep } from '../../functions/ledger/apply-step.ts';
import { readCursor, writeCursor } from '../../functions/ledger/cursor.ts';
import { deadlineBucket, INBOX_SHARDS, inboxPartition, inboxShard } from '../../functions/ledger/deadline-bucket.ts';
import type { HistoryEvent } from '../../functions/ledger/history-event.ts';
import { HistoryEvent as HistoryEventSchema } from '../../functions/ledger/history-event.ts';
import { counterKey, dossierPartition, eventKey, type ItemKey, metaKey } from '../../functions/ledger/item-keys.ts';
import type { CommitOutcome, InboxEntry, Item, ItemWrite, Ledger, MetaIndex, Step } from '../../functions/ledger/ledger.ts';
import { Meta } from '../../functions/ledger/meta.ts';

/** The ledger in memory, with what tests need beside the port: a look inside, and the faults that a real table has. */
export type MemoryLedger = Ledger & {
  /** Every stored item with its keys, in order of the keys; of one dossier where it is named. */
  items(dossierId?: string): Item[];
  /** The history of one dossier, oldest first. */
  events(dossierId: string): HistoryEvent[];
  /** META as stored; throws when there is none. */
  meta(dossierId: string): Meta;
  /** Stores META as it is, without a step: the state of the world before a test begins. */
  seed(meta: Meta, index?: MetaIndex): void;
  /** The next `times` writes of steps find the dossier changed by somebody else and write nothing. */
  conflictNext(times: number): void;
  /** Runs `act` once, just before the next write of a step: somebody else comes between the decision and its write. */
  beforeNextWrite(act: () => Promise<void>): void;
  /** The next call of `operation` throws and does nothing. */
  failNext(operation: keyof Ledger): void;
  /** Number of calls so far, per operation of the port. */
  readonly calls: Readonly<Record<keyof Ledger, number>>;
};

const address = ({ pk, sk }: ItemKey): string => `${pk}\n${sk}`;

/** What DynamoDB keeps of a value: no undefined members, bytes as Uint8Array, and nothing shared with the caller. */
const stored = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return value.map(stored);
  if (value && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([name, member]) => [name, stored(member)]),
    );
  return value;
};

const copy = (item: Item): Item => ({ ...(stored(item) as Item) });

const ITEM_PAGE = 50;
const OWNED_PAGE = 50;
const INBOX_PAGE = 25;
const DUE_PAGE = 100;
const MOST_IN_TRANSACTION = 100;

export const memoryLedger = (): MemoryLedger => {
  const table = new Map<string, Item>();
  const calls = {
    open: 0,
    commit: 0,
    readMeta: 0,
    readItem: 0,
    readItems: 0,
    list: 0,
    listPage: 0,
    putItem: 0,
    createItem: 0,
    nextNumber: 0,
    passNumber: 0,
    listOwned: 0,
    listInbox: 0,
    listDue: 0,
  };
  const failing = new Set<keyof Ledger>();
  let conflicts = 0;
  let interruption: (() => Promise<void>) | undefined;

  const called = (operation: keyof Ledger): void => {
    calls[operation] += 1;
    if (failing.delete(operation)) throw new Error(`${operation} was told to fail`);
  };

  const put = (key: ItemKey, item: Item): void => void table.set(address(key), copy({ ...key, ...item }));
  const get = (key: ItemKey): Item | undefined => {
    const item = table.get(address(key));
    return item && copy(item);
  };

  const storeMeta = (meta: Meta, index: MetaIndex): void =>
    put(metaKey(meta.dossierId), {
      ...meta,
      ...(index.inbox && { inboxKey: inboxPartition(meta.agency, meta.office, inboxShard(meta.dossierId)), inboxAt: index.inbox.at }),
      ...(meta.deadline && { deadlineKey: deadlineBucket(meta.deadline.at), deadlineAt: meta.deadline.at }),
    });

  const blocked = (write: ItemWrite, at: Date): boolean => {
    if (write.kind === 'put') return false;
    const there = table.get(address(write.key));
    if (!there) return false;
    return !(write.replaceExpired && Number(there['expiresAt']) < Math.floor(at.getTime() / 1000));
  };

  const write = async (before: Meta | undefined, base: Meta, step: Step): Promise<CommitOutcome> => {
    const { meta, events } = applyStep(base, step);
    const writes = step.writes ?? [];
    const keys = [metaKey(meta.dossierId), ...events.map((event) => eventKey(event.dossierId, event.n)), ...writes.map(({ key }) => key)];
    if (new Set(keys.map(address)).size !== keys.length) throw new Error('a transaction writes an item only once');
    if (keys.length > MOST_IN_TRANSACTION) throw new Error('a transaction holds at most 100 items');
    const act = interruption;
    interruption = undefined;
    await act?.();
    if (conflicts > 0) {
      conflicts -= 1;
      return { kind: 'stale' };
    }
    const there = table.get(address(metaKey(meta.dossierId)));
    const fresh = before ? there?.['n'] === before.n && there?.['state'] === before.state : !there;
    if (!fresh) return { kind: 'stale' };
    const broken = writes.find((item) => blocked(item, step.at));
    if (broken) return { kind: 'refused', by: broken.kind === 'create' ? broken.otherwise : 'unknown' };
    storeMeta(meta, step.index ?? {});
    for (const event of events) put(eventKey(event.dossierId, event.n), event);
    for (const { key, item } of writes) put(key, item);
    return { kind: 'committed', meta, events };
  };

  const text = (item: Item, name: string): string => String(item[name]);
  /** Copies of the items that a test or a query wants, in order of the keys. */
  const sorted = (isWanted: (item: Item) => boolean = () => true): Item[] =>
    [...table]
      .filter(([, item]) => isWanted(item))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, item]) => copy(item));
  const ofDossier = (dossierId: string, prefix: string): Item[] => {
    const partition = dossierPartition(dossierId);
    return sorted((item) => item['pk'] === partition && text(item, 'sk').startsWith(prefix));
  };

  return {
    calls,
    items: (dossierId) => (dossierId ? ofDossier(dossierId, '') : sorted()),
    events: (dossierId) => ofDossier(dossierId, 'EVENT#').map((item) => HistoryEventSchema.parse(item)),
    meta: (dossierId) => Meta.parse(table.get(address(metaKey(dossierId)))),
    seed: (meta, index = {}) => storeMeta(Meta.parse(meta), index),
    conflictNext: (times) => {
      conflicts = times;
    },
    beforeNextWrite: (act) => {
      interruption = act;
    },
    failNext: (operation) => {
      failing.add(operation);
    },

    open: async (meta, step) => {
      called('open');
      return write(undefined, meta, step);
    },
    commit: async (meta, step) => {
      called('commit');
      return write(meta, meta, step);
    },
    readMeta: async (dossierId) => {
      called('readMeta');
      const item = get(metaKey(dossierId));
      return item && Meta.parse(item);
    },
    readItem: async (key) => {
      called('readItem');
      return get(key);
    },
    readItems: async (keys) => {
      called('readItems');
      return keys.map(get);
    },
    list: async (dossierId, prefix) => {
      called('list');
      return ofDossier(dossierId, prefix);
    },
    listPage: async (dossierId, prefix, cursor) => {
      called('listPage');
      const last = readCursor(z.string().startsWith(prefix), cursor);
      const found = ofDossier(dossierId, prefix).filter((item) => last === undefined || text(item, 'sk') > last);
      const items = found.slice(0, ITEM_PAGE);
      const end = items.at(-1);
      return end && found.length > ITEM_PAGE ? { items, cursor: writeCursor(text(end, 'sk')) } : { items };
    },
    putItem: async (key, item) => {
      called('putItem');
      put(key, item);
    },
    createItem: async (key, item) => {
      called('createItem');
      if (!get(key)) put(key, item);
    },
    nextNumber: async (counter) => {
      called('nextNumber');
      const value = Number(get(counterKey(counter))?.['value'] ?? 0) + 1;
      put(counterKey(counter), { value });
      return value;
    },
    passNumber: async (counter, number) => {
      called('passNumber');
      if (Number(get(counterKey(counter))?.['value'] ?? 0) < number) put(counterKey(counter), { value: number });
    },
    listOwned: async (ownerKeys, cursor) => {
      called('listOwned');
      const all = ownerKeys.flatMap((ownerKey) =>
        sorted((item) => item['ownerKey'] === ownerKey)
          .map((item) => text(item, 'dossierId'))
          .sort()
          .reverse(),
      );
      const start = readCursor(z.int().nonnegative(), cursor) ?? 0;
      const dossierIds = all.slice(start, start + OWNED_PAGE);
      return start + OWNED_PAGE < all.length ? { dossierIds, cursor: writeCursor(start + OWNED_PAGE) } : { dossierIds };
    },
    listInbox: async (agency, office, cursor) => {
      called('listInbox');
      const partitions = Array.from({ length: INBOX_SHARDS }, (_, shard) => inboxPartition(agency, office, shard));
      const order = ({ at, key }: InboxEntry) => `${at}\n${key.pk}\n${key.sk}`;
      const last = readCursor(z.string(), cursor);
      const entries = sorted((item) => partitions.includes(text(item, 'inboxKey')))
        .map((item): InboxEntry => ({ key: { pk: text(item, 'pk'), sk: text(item, 'sk') }, at: text(item, 'inboxAt') }))
        .sort((a, b) => (order(a) < order(b) ? -1 : 1))
        .filter((entry) => last === undefined || order(entry) > last);
      const page = entries.slice(0, INBOX_PAGE);
      const end = page.at(-1);
      return end && entries.length > INBOX_PAGE ? { entries: page, cursor: writeCursor(order(end)) } : { entries: page };
    },
    listDue: async (bucket, until, cursor) => {
      called('listDue');
      const order = (item: Item) => `${text(item, 'deadlineAt')}\n${text(item, 'dossierId')}`;
      const last = readCursor(z.string(), cursor);
      const found = sorted((item) => item['deadlineKey'] === bucket && text(item, 'deadlineAt') <= until)
        .sort((a, b) => (order(a) < order(b) ? -1 : 1))
        .filter((item) => last === undefined || order(item) > last);
      const page = found.slice(0, DUE_PAGE);
      const end = page.at(-1);
      const dossierIds = page.map((item) => text(item, 'dossierId'));
      return end && found.length > DUE_PAGE ? { dossierIds, cursor: writeCursor(order(end)) } : { dossierIds };
    },
  };
};
