import { type Item, itemSize } from '../../../local/dynamodb/item-size.ts';
import { indexEntry, type TableShape } from '../../../local/dynamodb/units.ts';
import { type PriceList, usdFor } from './price-list.ts';

/** DynamoDB adds this to each item and to each entry of an index when it bills storage. */
const OVERHEAD_BYTES = 100;

/** Bytes that items occupy with their entries in the table's indexes. */
export const storedBytes = (table: TableShape, items: readonly Item[]): number =>
  items.reduce((sum, item) => {
    const entries = table.indexes.map((index) => indexEntry(table, index, item)).filter((entry) => entry !== undefined);
    return [item, ...entries].reduce((bytes, each) => bytes + itemSize(each) + OVERHEAD_BYTES, sum);
  }, 0);

/** What keeping one dossier for a year costs, for a million of them. */
export type Keeping = { readonly table: number; readonly documents: number; readonly logs: number };

const MILLION = 1_000_000;
const MONTHS = 12;

export const keepingOf = (bytes: { readonly table: number; readonly logs: number }, list: PriceList): Keeping => {
  const gigabyteMonths = (each: number) => (each * MILLION * MONTHS) / 1e9;
  const { documentMegabytes, logCompression } = list.assumptions;
  const tables = gigabyteMonths(bytes.table);
  return {
    table: usdFor(list, 'tableGigabyteMonth', tables) + usdFor(list, 'backupGigabyteMonth', tables),
    documents: usdFor(list, 'objectGigabyteMonth', gigabyteMonths(documentMegabytes.value * 1e6)),
    logs: usdFor(list, 'logGigabyteMonth', gigabyteMonths(bytes.logs) * logCompression.value),
  };
};
