import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { readCursor, writeCursor } from '../ledger/cursor.ts';
import type { Item, ItemWrite } from '../ledger/ledger.ts';
import {
  type CertifiedDowntime,
  DOWNTIMES,
  Downtime,
  downtimeKey,
  RegisterCount,
  registerKey,
  Superseded,
  supersededKey,
} from './downtime.ts';
import type { DowntimeRegister } from './downtime-register.ts';
import { dynamoDowntimes } from './downtimes.dynamodb.ts';

const MARK = '#SUPERSEDED';
/** Downtimes and marks of one page. */
const PAGE = 50;

const isMark = ({ sk }: Item): boolean => String(sk).endsWith(MARK);

/** Puts each mark beside its downtime. */
const marked = (items: readonly Item[]): CertifiedDowntime[] => {
  const marks = items.filter(isMark).map((item) => Superseded.parse(item));
  return items
    .filter((item) => !isMark(item))
    .map((item) => {
      const downtime = Downtime.parse(item);
      const superseded = marks.find((mark) => mark.superseded === downtime.id);
      return { ...downtime, ...(superseded && { superseded }) };
    });
};

/** The register in DynamoDB. Needs dynamodb:GetItem, Query and PutItem. */
export const dynamoDowntimeRegister = (client: DynamoDBDocumentClient, table: string): DowntimeRegister => {
  const absent = { TableName: table, ConditionExpression: 'attribute_not_exists(pk)' };

  const pointer = ({ key, item }: ItemWrite, at: Date) => ({
    TableName: table,
    Item: { ...key, ...item },
    ConditionExpression: 'attribute_not_exists(pk) OR expiresAt < :now',
    ExpressionAttributeValues: { ':now': Math.floor(at.getTime() / 1000) },
  });

  /** One entry more than the caller has counted. */
  const counted = (entries: number) => ({
    TableName: table,
    Item: { ...registerKey, entries: entries + 1 },
    ...(entries === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'entries = :entries', ExpressionAttributeValues: { ':entries': entries } }),
  });

  const query = (condition: string, values: Record<string, string>, more: object = {}) =>
    client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: `pk = :pk AND ${condition}`,
        ExpressionAttributeValues: { ':pk': DOWNTIMES, ...values },
        ...more,
      }),
    );

  return {
    enter: async ({ downtime, mark, once, at, entries }) => {
      const writes = [
        { Put: pointer(once, at) },
        ...(mark ? [{ Put: { ...absent, Item: { ...supersededKey(mark.of), ...mark.superseded } } }] : []),
        ...(downtime ? [{ Put: { ...absent, Item: { ...downtimeKey(downtime), ...downtime } } }] : []),
        { Put: counted(entries) },
      ];
      try {
        await client.send(new TransactWriteCommand({ TransactItems: writes }));
        return 'entered';
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const failed = (error.CancellationReasons ?? []).map(({ Code }) => Code === 'ConditionalCheckFailed');
        if (failed[0]) return 'used';
        if (mark && failed[1]) return 'superseded';
        if (failed.at(-1) || error.CancellationReasons?.some(({ Code }) => Code === 'TransactionConflict')) return 'stale';
        throw error;
      }
    },

    entries: async () => {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: registerKey, ConsistentRead: true }));
      return Item ? RegisterCount.parse(Item).entries : 0;
    },

    endedAfter: dynamoDowntimes(client, table).endedAfter,

    list: async (cursor) => {
      const place = readCursor(z.strictObject({ sk: z.string().startsWith('DOWNTIME#').max(120) }), cursor);
      const { Items = [], LastEvaluatedKey } = await query(
        'begins_with(sk, :prefix)',
        { ':prefix': 'DOWNTIME#' },
        { ScanIndexForward: false, Limit: PAGE, ...(place && { ExclusiveStartKey: { pk: DOWNTIMES, sk: place.sk } }) },
      );
      // A mark comes just before its downtime here: one at the end of a page waits for the next.
      const last = Items.at(-1);
      const page = last && isMark(last) && LastEvaluatedKey ? Items.slice(0, -1) : Items;
      const end = LastEvaluatedKey && page.at(-1);
      return { downtimes: marked(page), ...(end && { cursor: writeCursor({ sk: String(end['sk']) }) }) };
    },

    read: async (id, to) => {
      const { sk } = downtimeKey({ id, to });
      const { Items = [] } = await query('begins_with(sk, :sk)', { ':sk': sk });
      return marked(Items)[0];
    },
  };
};
