import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { readCursor, writeCursor } from '../ledger/cursor.ts';
import type { ItemKey } from '../ledger/item-keys.ts';
import type { Item } from '../ledger/ledger.ts';
import { DossierId } from '../ledger/meta.ts';
import type { CountStore } from './count-store.ts';
import { bookPartition, Counted, TakenOver } from './counted.ts';
import { type CountChange, type CountKey, Counts, countKeyOf, countsKey, countsPartition } from './counts.ts';

/*
 * Access patterns of the counters in the table "dossiers"
 *   one entry of the tracking book               base table, consistent
 *   a day of an office's book, by dossier        base table (BOOK#<office>#<day>), a page at a time
 *   an office's counters up to a month           base table (COUNTS#<office>), all pages
 */

const BOOK_PAGE = 25;
/** Behind every procedure of a month. */
const END_OF_MONTH = '#~';

/** Reasons of a cancelled transaction that reading again gets over. */
const PASSING: readonly string[] = ['ConditionalCheckFailed', 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

const keyOf = (item: Item): ItemKey => ({ pk: String(item['pk']), sk: String(item['sk']) });

/** Reads an item of counters; what was never counted is 0. */
const countsOf = (item: Item): Counts => Counts.parse({ ...countKeyOf(keyOf(item)), ...item });

/** The write that moves the counters of one item. */
export const moveCounts = (table: string, { key, by }: { readonly key: CountKey; readonly by: CountChange['by'] }) => {
  const moved = Object.entries({ ...by, version: 1 });
  return {
    TableName: table,
    Key: countsKey(key),
    UpdateExpression: `ADD ${moved.map(([field]) => `#${field} :${field}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(moved.map(([field]) => [`#${field}`, field])),
    ExpressionAttributeValues: Object.fromEntries(moved.map(([field, amount]) => [`:${field}`, amount])),
  };
};

/** The counters in DynamoDB. `table` is the name of the cell's table "dossiers". */
export const dynamoCounts = (client: DynamoDBDocumentClient, table: string): CountStore => ({
  readCounted: async (key) => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return Item && Counted.parse(Item);
  },

  count: async (key, before, after, changes) => {
    const condition = before
      ? { ConditionExpression: '#version = :version', ExpressionAttributeNames: { '#version': 'version' } }
      : { ConditionExpression: 'attribute_not_exists(pk)' };
    try {
      await client.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Put: {
                TableName: table,
                Item: { ...key, ...after },
                ...condition,
                ...(before && { ExpressionAttributeValues: { ':version': before.version } }),
              },
            },
            ...changes.map((change) => ({ Update: moveCounts(table, change) })),
          ],
        }),
      );
      return 'counted';
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      if (error.CancellationReasons?.some(({ Code }) => PASSING.includes(Code ?? ''))) return 'stale';
      throw error;
    }
  },

  enterTakenOver: async (key, entry) => {
    try {
      await client.send(new PutCommand({ TableName: table, Item: { ...key, ...entry }, ConditionExpression: 'attribute_not_exists(pk)' }));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  },

  readCounts: async (office, upTo) => {
    const all: Counts[] = [];
    let after: Item | undefined;
    do {
      const page: { Items?: Item[]; LastEvaluatedKey?: Item } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND sk <= :last',
          ExpressionAttributeValues: { ':pk': countsPartition(office), ':last': `${upTo}${END_OF_MONTH}` },
          ...(after && { ExclusiveStartKey: after }),
        }),
      );
      all.push(...(page.Items ?? []).map(countsOf));
      after = page.LastEvaluatedKey;
    } while (after);
    return all;
  },

  listBook: async (office, day, cursor) => {
    const pk = bookPartition(office, day);
    const last = readCursor(z.strictObject({ dossierId: DossierId }), cursor);
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        Limit: BOOK_PAGE,
        ...(last && { ExclusiveStartKey: { pk, sk: last.dossierId } }),
      }),
    );
    const dossierIds = (page.Items ?? []).map((item) => String(item['sk']));
    const end = page.LastEvaluatedKey && dossierIds.at(-1);
    const takenOver = (page.Items ?? []).flatMap((item) => TakenOver.safeParse(item).data ?? []);
    return { dossierIds, takenOver, ...(end && { cursor: writeCursor({ dossierId: end }) }) };
  },
});
