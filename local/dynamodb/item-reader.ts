import type { EngineCall } from './engine-call.ts';
import { canonicalItem, type Item, itemOf } from './item-size.ts';
import { listOrEmpty, objectOrEmpty } from './json-fields.ts';
import type { TableShape } from './units.ts';

export type ItemAddress = { readonly table: TableShape; readonly key: Item };

/** One text per stored item, over all tables. */
export const addressId = ({ table, key }: ItemAddress): string => `${table.name} ${canonicalItem(key)}`;

/** The primary key of an item; attributes that the table does not have as keys are left out. */
export const keyOfItem = (table: TableShape, item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => table.keys.includes(name)));

/** Most items that BatchGetItem takes. */
const BATCH_LIMIT = 100;

const readOne = async (engine: EngineCall, { table, key }: ItemAddress): Promise<Item | undefined> => {
  const { Item: item } = await engine.call('GetItem', { TableName: table.name, Key: key, ConsistentRead: true });
  return item === undefined ? undefined : itemOf(item, 'Item');
};

const readBatch = async (engine: EngineCall, addresses: readonly ItemAddress[], found: Map<string, Item>): Promise<void> => {
  const tables = new Map(addresses.map(({ table }) => [table.name, table]));
  let wanted: Readonly<Record<string, unknown>> = Object.fromEntries(
    [...tables.keys()].map((name) => [
      name,
      { ConsistentRead: true, Keys: addresses.filter(({ table }) => table.name === name).map(({ key }) => key) },
    ]),
  );
  while (Object.keys(wanted).length > 0) {
    const answer = await engine.call('BatchGetItem', { RequestItems: wanted });
    for (const [name, items] of Object.entries(objectOrEmpty(answer['Responses'], 'Responses'))) {
      const table = tables.get(name);
      if (!table) continue;
      for (const each of listOrEmpty(items, name)) {
        const item = itemOf(each, name);
        found.set(addressId({ table, key: keyOfItem(table, item) }), item);
      }
    }
    wanted = objectOrEmpty(answer['UnprocessedKeys'], 'UnprocessedKeys');
  }
};

/** Reads whole items, consistently and uncounted. The answer holds those that exist, by addressId. */
export const readItems = async (engine: EngineCall, addresses: readonly ItemAddress[]): Promise<ReadonlyMap<string, Item>> => {
  const unique = [...new Map(addresses.map((address) => [addressId(address), address]))];
  const found = new Map<string, Item>();
  const [only] = unique;
  if (only && unique.length === 1) {
    const item = await readOne(engine, only[1]);
    if (item) found.set(only[0], item);
    return found;
  }
  for (let start = 0; start < unique.length; start += BATCH_LIMIT) {
    await readBatch(
      engine,
      unique.slice(start, start + BATCH_LIMIT).map(([, address]) => address),
      found,
    );
  }
  return found;
};
