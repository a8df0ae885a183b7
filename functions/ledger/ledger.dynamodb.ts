import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { backoffMs, pause } from '../platform/retry.ts';
import { applyStep } from './apply-step.ts';
import { CursorInvalid, readCursor, writeCursor } from './cursor.ts';
import { inboxPartition } from './deadline-bucket.ts';
import { INBOX_PAGE, InboxCursor, inboxBegin, mergeInbox, type ShardPage } from './inbox-page.ts';
import { counterKey, dossierPartition, eventKey, type ItemKey, metaKey } from './item-keys.ts';
import type { CommitOutcome, Item, ItemWrite, Ledger, Step } from './ledger.ts';
import { DossierId, Instant, type Meta } from './meta.ts';
import { keyVersionOf } from './owner-index.ts';
import { readStoredMeta, storedMeta } from './stored-meta.ts';

/*
 * Access patterns of the table "dossiers" (keys: item-keys.ts)
 *   one dossier's item, or items by prefix      base table, consistent
 *   dossiers of an owner                        index `owner`     (ownerKey, dossierId)         keys only
 *   open work of an office by due time          index `inbox`     (inboxKey, inboxAt)           keys only
 *   deadlines that fell due                     index `deadline`  (deadlineKey, deadlineAt)     keys only
 * An index only finds; what it found is read from the base table before anything is decided.
 */

/** Where a page ended; made and read here only, and checked because it travels through the caller's hands. */
const OwnedPlace = z.strictObject({ keyVersion: z.string(), dossierId: DossierId });
type OwnedPlace = z.infer<typeof OwnedPlace>;
const ItemPlace = z.strictObject({ sk: z.string().min(1).max(200) });
type ItemPlace = z.infer<typeof ItemPlace>;
const DuePlace = z.strictObject({ dossierId: DossierId, at: Instant });
type DuePlace = z.infer<typeof DuePlace>;

const ITEM_PAGE = 50;
const DUE_PAGE = 100;

/** How often keys that a batch left unread are asked for again. */
const MOST_BATCHES = 6;

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Reasons that pass by themselves: another transaction in the way, or too much at once on one key. */
const PASSING: readonly string[] = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** Which of a transaction's conditions failed, or whether a reason that passes was in the way. */
const cancellation = (error: TransactionCanceledException): { failed: number[]; conflict: boolean } => {
  const reasons = error.CancellationReasons ?? [];
  return {
    failed: reasons.flatMap((reason, index) => (reason.Code === 'ConditionalCheckFailed' ? [index] : [])),
    conflict: reasons.some((reason) => PASSING.includes(reason.Code ?? '')),
  };
};

/** An item as the port gives it: META is unpacked, whoever asks for it. */
const fromTable = (item: Item): Item => (item['sk'] === 'META' ? { ...item, ...readStoredMeta(item) } : item);

const putWrite = (table: string, write: ItemWrite, at: Date): Write => {
  const Put = { TableName: table, Item: { ...write.key, ...write.item } };
  if (write.kind === 'put') return { Put };
  if (!write.replaceExpired) return { Put: { ...Put, ConditionExpression: 'attribute_not_exists(pk)' } };
  return {
    Put: {
      ...Put,
      ConditionExpression: 'attribute_not_exists(pk) OR expiresAt < :now',
      ExpressionAttributeValues: { ':now': Math.floor(at.getTime() / 1000) },
    },
  };
};

/** The ledger in DynamoDB. `table` is the name of the cell's table "dossiers". */
export const dynamoLedger = (client: DynamoDBDocumentClient, table: string): Ledger => {
  const write = async (before: Meta | undefined, base: Meta, step: Step): Promise<CommitOutcome> => {
    const { meta, events } = applyStep(base, step);
    const metaWrite: Write = before
      ? {
          Put: {
            TableName: table,
            Item: storedMeta(meta, step.index ?? {}),
            ConditionExpression: '#n = :n AND #state = :state',
            ExpressionAttributeNames: { '#n': 'n', '#state': 'state' },
            ExpressionAttributeValues: { ':n': before.n, ':state': before.state },
          },
        }
      : { Put: { TableName: table, Item: storedMeta(meta, step.index ?? {}), ConditionExpression: 'attribute_not_exists(pk)' } };
    const writes = step.writes ?? [];
    try {
      await client.send(
        new TransactWriteCommand({
          TransactItems: [
            metaWrite,
            ...events.map((event) => ({
              Put: {
                TableName: table,
                Item: { ...eventKey(event.dossierId, event.n), ...event },
                ConditionExpression: 'attribute_not_exists(pk)',
              },
            })),
            ...writes.map((item) => putWrite(table, item, step.at)),
          ],
        }),
      );
      return { kind: 'committed', meta, events };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const { failed, conflict } = cancellation(error);
      const [first] = failed;
      if (first !== undefined && first > events.length) {
        const broken = writes[first - 1 - events.length];
        return { kind: 'refused', by: broken?.kind === 'create' ? broken.otherwise : 'unknown' };
      }
      if (first !== undefined || conflict) return { kind: 'stale' };
      throw error;
    }
  };

  const queryIndex = async (
    index: string,
    key: string,
    value: string,
    more: { sort: string; until?: string; after?: Item; limit?: number; newestFirst?: boolean },
  ) =>
    client.send(
      new QueryCommand({
        TableName: table,
        IndexName: index,
        KeyConditionExpression: more.until ? '#key = :key AND #sort <= :until' : '#key = :key',
        ExpressionAttributeNames: more.until ? { '#key': key, '#sort': more.sort } : { '#key': key },
        ExpressionAttributeValues: more.until ? { ':key': value, ':until': more.until } : { ':key': value },
        ScanIndexForward: !more.newestFirst,
        ...(more.limit && { Limit: more.limit }),
        ...(more.after && { ExclusiveStartKey: more.after }),
      }),
    );

  const ledger: Ledger = {
    open: (meta, step) => write(undefined, meta, step),
    commit: (meta, step) => write(meta, meta, step),

    readMeta: async (dossierId) => {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: metaKey(dossierId), ConsistentRead: true }));
      return Item && readStoredMeta(Item);
    },

    readItem: async (key) => {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
      return Item && fromTable(Item);
    },

    readItems: async (keys) => {
      const found = new Map<string, Item>();
      for (let start = 0; start < keys.length; start += 100) {
        let wanted: ItemKey[] | undefined = keys.slice(start, start + 100).map(({ pk, sk }) => ({ pk, sk }));
        for (let attempt = 0; wanted?.length; attempt += 1) {
          if (attempt >= MOST_BATCHES) throw new Error('the table left keys of a batch unread time and again');
          if (attempt > 0) await pause(backoffMs(attempt, Math.random(), 50));
          const { Responses, UnprocessedKeys } = await client.send(
            new BatchGetCommand({ RequestItems: { [table]: { Keys: wanted, ConsistentRead: true } } }),
          );
          for (const item of Responses?.[table] ?? []) found.set(`${item['pk']}\n${item['sk']}`, fromTable(item));
          wanted = UnprocessedKeys?.[table]?.Keys as ItemKey[] | undefined;
        }
      }
      return keys.map(({ pk, sk }) => found.get(`${pk}\n${sk}`));
    },

    list: async (dossierId, prefix) => {
      const items: Item[] = [];
      let after: Item | undefined;
      do {
        const page: { Items?: Item[]; LastEvaluatedKey?: Item } = await client.send(
          new QueryCommand({
            TableName: table,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
            ExpressionAttributeValues: { ':pk': dossierPartition(dossierId), ':prefix': prefix },
            ...(after && { ExclusiveStartKey: after }),
          }),
        );
        items.push(...(page.Items ?? []).map(fromTable));
        after = page.LastEvaluatedKey;
      } while (after);
      return items;
    },

    listPage: async (dossierId, prefix, cursor) => {
      const after = readCursor(ItemPlace, cursor);
      // A place outside of what is listed is no place of this list, and DynamoDB would refuse it.
      if (after && !after.sk.startsWith(prefix)) throw new CursorInvalid();
      const pk = dossierPartition(dossierId);
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
          Limit: ITEM_PAGE,
          ...(after && { ExclusiveStartKey: { pk, sk: after.sk } }),
        }),
      );
      const items = (page.Items ?? []).map(fromTable);
      const last = page.LastEvaluatedKey;
      return { items, ...(last && { cursor: writeCursor({ sk: String(last['sk']) } satisfies ItemPlace) }) };
    },

    putItem: async (key, item) => {
      await client.send(new PutCommand({ TableName: table, Item: { ...key, ...item } }));
    },

    createItem: async (key, item) => {
      try {
        await client.send(new PutCommand({ TableName: table, Item: { ...key, ...item }, ConditionExpression: 'attribute_not_exists(pk)' }));
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    nextNumber: async (counter) => {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: counterKey(counter),
          UpdateExpression: 'ADD #value :one',
          ExpressionAttributeNames: { '#value': 'value' },
          ExpressionAttributeValues: { ':one': 1 },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Number(Attributes?.['value']);
    },

    passNumber: async (counter, number) => {
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: counterKey(counter),
            UpdateExpression: 'SET #value = :number',
            ConditionExpression: 'attribute_not_exists(#value) OR #value < :number',
            ExpressionAttributeNames: { '#value': 'value' },
            ExpressionAttributeValues: { ':number': number },
          }),
        );
      } catch (error) {
        // It is there already, or further.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    listOwned: async (ownerKeys, cursor) => {
      const after = readCursor(OwnedPlace, cursor);
      const first = after ? ownerKeys.findIndex((ownerKey) => keyVersionOf(ownerKey) === after.keyVersion) : 0;
      if (first < 0) throw new CursorInvalid();
      const dossierIds: string[] = [];
      for (const [position, ownerKey] of ownerKeys.slice(first).entries()) {
        const start = after && position === 0 ? { ...metaKey(after.dossierId), ownerKey, dossierId: after.dossierId } : undefined;
        const page = await queryIndex('owner', 'ownerKey', ownerKey, {
          sort: 'dossierId',
          limit: 50,
          newestFirst: true,
          ...(start && { after: start }),
        });
        dossierIds.push(...(page.Items ?? []).map((item) => String(item['dossierId'])));
        const last = dossierIds.at(-1);
        if (page.LastEvaluatedKey && last)
          return { dossierIds, cursor: writeCursor({ keyVersion: keyVersionOf(ownerKey), dossierId: last } satisfies OwnedPlace) };
      }
      return { dossierIds };
    },

    listInbox: async (agency, office, cursor) => {
      const from = readCursor(InboxCursor, cursor) ?? inboxBegin;
      const shards = await Promise.all(
        from.map(async (place, shard): Promise<ShardPage> => {
          if (place === 'end') return { entries: [], more: false };
          const inboxKey = inboxPartition(agency, office, shard);
          const after = place === 'begin' ? undefined : { inboxKey, inboxAt: place.at, ...place.key };
          const page = await queryIndex('inbox', 'inboxKey', inboxKey, { sort: 'inboxAt', limit: INBOX_PAGE, ...(after && { after }) });
          const entries = (page.Items ?? []).map((item) => ({
            key: { pk: String(item['pk']), sk: String(item['sk']) },
            at: String(item['inboxAt']),
          }));
          return { entries, more: page.LastEvaluatedKey !== undefined };
        }),
      );
      const { entries, next } = mergeInbox(from, shards);
      return { entries, ...(next && { cursor: writeCursor(next) }) };
    },

    listDue: async (bucket, until, cursor) => {
      const place = readCursor(DuePlace, cursor);
      const after = place && { ...metaKey(place.dossierId), deadlineKey: bucket, deadlineAt: place.at };
      const page = await queryIndex('deadline', 'deadlineKey', bucket, {
        sort: 'deadlineAt',
        until,
        limit: DUE_PAGE,
        ...(after && { after }),
      });
      const idOf = (key: Item) => String(key['pk']).slice(dossierPartition('').length);
      const last = page.LastEvaluatedKey;
      return {
        dossierIds: (page.Items ?? []).map(idOf),
        ...(last && { cursor: writeCursor({ dossierId: idOf(last), at: String(last['deadlineAt']) } satisfies DuePlace) }),
      };
    },
  };
  return ledger;
};
