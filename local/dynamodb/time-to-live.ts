import type { VirtualClock } from '../clock.ts';
import { type EngineCall, EngineError } from './engine-call.ts';
import type { EngineDatabase } from './engine-database.ts';
import { addressId, type ItemAddress, keyOfItem } from './item-reader.ts';
import { type Item, itemOf } from './item-size.ts';
import { type JsonObject, listOrEmpty, textOf } from './json-fields.ts';
import type { KeyLocks } from './key-locks.ts';
import type { Written } from './measured-write.ts';
import type { ShapeOf } from './write-plan.ts';

/** A virtual minute: time passes one to one between jumps, and a jump sweeps by itself. */
const SWEEP_INTERVAL_MS = 60_000;
/** DynamoDB leaves items alone whose expiry lies further back: such a number is taken for a mistake. */
const OLDEST_EXPIRY_MS = 5 * 365 * 24 * 3_600_000;

/** Epoch milliseconds at which an item expires; undefined when it has no expiry or none that DynamoDB would take. */
const expiryOf = ({ table }: ItemAddress, item: Item): number | undefined => {
  const seconds = table.timeToLive === undefined ? undefined : item[table.timeToLive]?.['N'];
  return typeof seconds === 'string' ? Number(seconds) * 1000 : undefined;
};

type TimeToLiveOptions = {
  readonly engine: EngineCall;
  readonly database: EngineDatabase | undefined;
  readonly clock: VirtualClock;
  readonly shapeOf: ShapeOf;
  readonly locks: KeyLocks;
};

type TimeToLive = {
  /** Follows a write. */
  note(written: Written): void;
  /** Deletes what has expired; resolves to the number of deleted items. */
  sweep(): Promise<number>;
  stop(): void;
};

/**
 * Deletes expired items, as DynamoDB does some time after their expiry. Expiries are learned at the start by one scan of the
 * tables that have any, then from the writes that pass the proxy, so that a sweep reads no table. Nothing is counted.
 */
export const openTimeToLive = async ({ engine, database, clock, shapeOf, locks }: TimeToLiveOptions): Promise<TimeToLive> => {
  const expiries = new Map<string, ItemAddress & { readonly due: number }>();

  const note = (address: ItemAddress, item: Item | undefined) => {
    const due = item && expiryOf(address, item);
    if (due === undefined || Number.isNaN(due)) expiries.delete(addressId(address));
    else expiries.set(addressId(address), { table: address.table, key: address.key, due });
  };

  const learn = async (name: string) => {
    const table = await shapeOf(name);
    if (table.timeToLive === undefined) return;
    let from: JsonObject = {};
    do {
      const page: JsonObject = await engine.call('Scan', {
        TableName: name,
        FilterExpression: 'attribute_exists(#expiry)',
        ExpressionAttributeNames: { '#expiry': table.timeToLive },
        ...from,
      });
      for (const each of listOrEmpty(page['Items'], 'Items')) {
        const item = itemOf(each, 'Item');
        note({ table, key: keyOfItem(table, item) }, item);
      }
      from = page['LastEvaluatedKey'] === undefined ? {} : { ExclusiveStartKey: page['LastEvaluatedKey'] };
    } while ('ExclusiveStartKey' in from);
  };

  /** The condition keeps an item whose expiry was moved meanwhile by a write that did not pass here. */
  const remove = async (id: string, { table, key }: ItemAddress): Promise<boolean> => {
    const deletion = () =>
      engine.call('DeleteItem', {
        TableName: table.name,
        Key: key,
        ConditionExpression: '#expiry <= :now',
        ExpressionAttributeNames: { '#expiry': table.timeToLive },
        ExpressionAttributeValues: { ':now': { N: String(Math.floor(clock.now() / 1000)) } },
      });
    expiries.delete(id);
    try {
      await (database ? database.asTimeToLive(table.name, key, deletion) : deletion());
      return true;
    } catch (error) {
      if (error instanceof EngineError) return false;
      throw error;
    }
  };

  const sweep = async () => {
    const now = clock.now();
    let removed = 0;
    for (const [id, entry] of [...expiries]) {
      if (entry.due > now || entry.due < now - OLDEST_EXPIRY_MS) continue;
      if (await locks([id], async () => (expiries.get(id)?.due ?? Number.POSITIVE_INFINITY) <= clock.now() && remove(id, entry)))
        removed += 1;
    }
    return removed;
  };

  let last = '';
  do {
    const page = await engine.call('ListTables', last === '' ? {} : { ExclusiveStartTableName: last });
    for (const name of listOrEmpty(page['TableNames'], 'TableNames')) await learn(textOf(name, 'TableNames'));
    last = typeof page['LastEvaluatedTableName'] === 'string' ? page['LastEvaluatedTableName'] : '';
  } while (last !== '');

  const stopListening = clock.onAdvance(async () => void (await sweep()));
  const timer = setInterval(() => void sweep().catch(() => undefined), SWEEP_INTERVAL_MS);
  timer.unref();
  return {
    note: ({ write, after }) => note(write, after),
    sweep,
    stop() {
      stopListening();
      clearInterval(timer);
    },
  };
};
