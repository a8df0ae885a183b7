import { canonicalItem, type Item, itemSize } from './item-size.ts';

/** A global secondary index: key attributes, and the others that it carries. */
export type IndexShape = { readonly name: string; readonly keys: readonly string[]; readonly projection: 'ALL' | readonly string[] };

export type TableShape = {
  readonly name: string;
  readonly keys: readonly string[];
  readonly indexes: readonly IndexShape[];
  /** The attribute that holds the expiry (epoch seconds), when time to live is on. */
  readonly timeToLive?: string | undefined;
};

/** Write request units of one item. `total` is the table's and the indexes'. */
type WriteUnits = { readonly table: number; readonly indexes: Readonly<Record<string, number>>; readonly total: number };

/** The stored item around a write; undefined where there is none. */
type Images = { readonly before: Item | undefined; readonly after: Item | undefined };

export type Consistency = 'eventual' | 'strong' | 'transactional';

const WRITE_UNIT_BYTES = 1024;
const READ_UNIT_BYTES = 4096;
/** A transaction writes and reads everything twice: once to prepare, once to commit. */
const TRANSACTION_FACTOR = 2;
const READ_FACTOR: Readonly<Record<Consistency, number>> = { eventual: 0.5, strong: 1, transactional: TRANSACTION_FACTOR };

/** Even a write of nothing (a deletion of an absent item) costs one unit. */
const writeSteps = (bytes: number) => Math.max(1, Math.ceil(bytes / WRITE_UNIT_BYTES));

const sizeOrZero = (item: Item | undefined) => (item ? itemSize(item) : 0);

/** What an index holds of an item; undefined when the item lacks one of the index's keys and so is not in it. */
export const indexEntry = (table: TableShape, index: IndexShape, item: Item | undefined): Item | undefined => {
  if (!item || index.keys.some((name) => !(name in item))) return undefined;
  if (index.projection === 'ALL') return item;
  const carried = new Set([...table.keys, ...index.keys, ...index.projection]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => carried.has(name)));
};

const keyOf = (names: readonly string[], item: Item) =>
  canonicalItem(Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name))));

/** Units that one index costs: an entry added, removed, rewritten, or (its key changed) removed and added. */
const indexWriteUnits = (table: TableShape, index: IndexShape, { before, after }: Images): number => {
  const old = indexEntry(table, index, before);
  const next = indexEntry(table, index, after);
  if (!old && !next) return 0;
  if (!old || !next) return writeSteps(sizeOrZero(old ?? next));
  if (keyOf(index.keys, old) !== keyOf(index.keys, next)) return writeSteps(itemSize(old)) + writeSteps(itemSize(next));
  if (canonicalItem(old) === canonicalItem(next)) return 0;
  return writeSteps(Math.max(itemSize(old), itemSize(next)));
};

/**
 * Units of a write that took effect: 1 kB steps of the larger image, doubled in a transaction, and the indexes'. Indexes follow
 * after the commit, one plain write each, hence they are not doubled.
 */
export const writeUnits = (table: TableShape, images: Images, transactional = false): WriteUnits => {
  const steps = writeSteps(Math.max(sizeOrZero(images.before), sizeOrZero(images.after)));
  const own = transactional ? steps * TRANSACTION_FACTOR : steps;
  const indexes = Object.fromEntries(
    table.indexes.map((index) => [index.name, indexWriteUnits(table, index, images)] as const).filter(([, units]) => units > 0),
  );
  return { table: own, indexes, total: own + Object.values(indexes).reduce((total, units) => total + units, 0) };
};

/** Units of a write refused by its condition, or of a condition check: the stored item's 1 kB steps, at least one. */
export const checkUnits = (stored: Item | undefined, transactional = false): WriteUnits => {
  const own = writeSteps(sizeOrZero(stored)) * (transactional ? TRANSACTION_FACTOR : 1);
  return { table: own, indexes: {}, total: own };
};

/** Units of reading `bytes`: 4 kB steps, at least one. For one item its size; for a page of a query the sum of what was read. */
export const readUnits = (bytes: number, consistency: Consistency): number =>
  Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) * READ_FACTOR[consistency];
