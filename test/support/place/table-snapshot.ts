import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/lib-dynamodb';
import { sweepKey } from '../../../functions/ledger/item-keys.ts';
import { stableText } from '../stable-text.ts';
import type { Inspection } from './inspection.ts';

/** Every item of a table as text, by its key; without the sweep's own note. */
export type TableSnapshot = ReadonlyMap<string, string>;

/** @param without attributes that are left out of the comparison */
export const snapshotOf = async (
  { tables, tableName }: Inspection,
  name: string,
  without: readonly string[] = [],
): Promise<TableSnapshot> => {
  const items = new Map<string, string>();
  let after: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await tables.send(
      new ScanCommand({ TableName: tableName(name), ConsistentRead: true, ExclusiveStartKey: after }),
    );
    for (const item of page.Items ?? []) {
      // How far the sweep has come follows the clock.
      if (item['pk'] === sweepKey.pk) continue;
      const kept = Object.fromEntries(Object.entries(item).filter(([attribute]) => !without.includes(attribute)));
      items.set(`${item['pk']} ${item['sk']}`, stableText(kept));
    }
    after = page.LastEvaluatedKey;
  } while (after);
  return items;
};

/** Keys of the items that are not as they were: new, gone or changed. */
export const changesBetween = (before: TableSnapshot, after: TableSnapshot): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key)).sort();
