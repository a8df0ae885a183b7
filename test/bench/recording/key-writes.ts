import type { CountedCall } from '../../../local/dynamodb/call-counters.ts';
import { addressId } from '../../../local/dynamodb/item-reader.ts';
import type { Item } from '../../../local/dynamodb/item-size.ts';
import { type IndexShape, indexEntry, type TableShape, writeUnits } from '../../../local/dynamodb/units.ts';
import { isWrite, type PlannedWrite, plannedWrites } from '../../../local/dynamodb/write-plan.ts';

/** Write units that fell on one partition key of a table or of one of its indexes (`table/index`). */
export type KeyWrite = { readonly table: string; readonly index: string | undefined; readonly key: string; readonly units: number };

export type WrittenKeys = {
  readonly writes: readonly KeyWrite[];
  /** The items as the calls left them, by table. */
  readonly items: ReadonlyMap<string, readonly Item[]>;
};

const text = (item: Item, name: string | undefined): string => String(item[name ?? '']?.['S']);

/** Where the units of an index fell: on the entry's key, or half on the old and half on the new one when it moved. */
const indexWrites = (
  table: TableShape,
  index: IndexShape,
  units: number,
  before: Item | undefined,
  after: Item | undefined,
): KeyWrite[] => {
  if (units === 0) return [];
  const [partition] = index.keys;
  const entries = [indexEntry(table, index, before), indexEntry(table, index, after)].filter((entry) => entry !== undefined);
  const keys = entries.map((entry) => text(entry, partition));
  const touched = new Set(keys).size === 1 ? keys.slice(-1) : keys;
  return touched.map((key) => ({ table: table.name, index: index.name, key, units: units / touched.length }));
};

const writesOf = ({ table, key }: PlannedWrite, before: Item | undefined, after: Item | undefined, transactional: boolean): KeyWrite[] => {
  const units = writeUnits(table, { before, after }, transactional);
  return [
    { table: table.name, index: undefined, key: text(key, table.keys[0]), units: units.table },
    ...table.indexes.flatMap((index) => indexWrites(table, index, units.indexes[index.name] ?? 0, before, after)),
  ];
};

/** An update is seen only by its key: the code adds to counters by it, which are small and stand in no index. */
const afterUpdate = ({ key, table }: PlannedWrite): Item => {
  const partition = text(key, table.keys[0]);
  if (!/^(COUNTER|COUNTS)#/.test(partition)) throw new Error(`an update of ${partition} cannot be followed`);
  return key;
};

/**
 * Which partition keys the writes of these calls fell on, with the write units of each. Follows the items from their first write on,
 * so the calls must begin with the dossiers they are about.
 * @throws when the units do not add up to what the proxy counted: then the keys would be wrong
 */
export const keyWritesOf = async (calls: readonly CountedCall[], tables: ReadonlyMap<string, TableShape>): Promise<WrittenKeys> => {
  const shapeOf = async (name: string): Promise<TableShape> => {
    const shape = tables.get(name);
    if (!shape) throw new Error(`the shape of the table ${name} is not known`);
    return shape;
  };
  const stored = new Map<string, { readonly table: string; readonly item: Item }>();
  const writes: KeyWrite[] = [];
  for (const { operation, input, status, writeUnits: counted } of calls) {
    if (!isWrite(operation) || status !== 200) continue;
    const own: KeyWrite[] = [];
    for (const write of await plannedWrites(operation, input, shapeOf)) {
      const id = addressId(write);
      const before = stored.get(id)?.item;
      const after = write.action === 'update' ? afterUpdate(write) : write.item;
      own.push(...writesOf(write, before, after, operation === 'TransactWriteItems'));
      if (after) stored.set(id, { table: write.table.name, item: after });
      else stored.delete(id);
    }
    const sum = own.reduce((total, { units }) => total + units, 0);
    if (sum !== counted) throw new Error(`${operation}: keys account for ${sum} write units, the proxy counted ${counted}`);
    writes.push(...own);
  }
  const items = new Map<string, Item[]>();
  for (const { table, item } of stored.values()) items.set(table, [...(items.get(table) ?? []), item]);
  return { writes, items };
};
