import { BatchGetCommand, type BatchGetCommandOutput, type DynamoDBDocumentClient, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { DOWNTIMES } from '../../functions/downtime/downtime.ts';
import type { ItemKey } from '../../functions/ledger/item-keys.ts';
import type { Item } from '../../functions/ledger/ledger.ts';
import { backoffMs, pause } from '../../functions/platform/retry.ts';
import { kindOf } from './dossier-items.ts';
import { sealOf } from './sealed.ts';
import type { Partition, Table } from './table.ts';

/** Most keys of one BatchGetItem. */
const MOST_KEYS = 100;
/** How often keys that a batch left unread are asked for again. */
const MOST_BATCHES = 8;

export type Reading = {
  /** Parts of the table that are read at the same time. @default 4 */
  readonly segments?: number;
  /** Items of a page. @default as many as fit into 1 MB */
  readonly pageSize?: number;
};

type Page = { readonly Items?: Item[]; readonly LastEvaluatedKey?: Item };

const text = (value: unknown): string => String(value);

/** Leaves of an item what the checker looks at: a dossier with very many access records must not fill the memory. */
const pruned = (item: Item): Item => {
  const { pk, sk, dossierId, inboxKey, inboxAt, sealed: _sealed, ...content } = item;
  const sealed = sealOf(item);
  const isDossiers = text(pk).startsWith('DOSSIER#');
  return {
    pk,
    sk,
    ...(dossierId !== undefined && { dossierId }),
    ...(sealed && { sealed }),
    ...(inboxKey !== undefined && { inboxKey, inboxAt }),
    ...((!isDossiers || kindOf(item)) && content),
  };
};

/** Pages as partitions: the items of one lie together, but may begin on one page and end on another. */
async function* asPartitions(pages: AsyncIterable<Page>): AsyncGenerator<Partition> {
  let pk: string | undefined;
  let items: Item[] = [];
  for await (const { Items = [] } of pages)
    for (const item of Items) {
      if (pk !== text(item['pk'])) {
        if (pk !== undefined) yield { pk, items };
        pk = text(item['pk']);
        items = [];
      }
      items.push(pruned(item));
    }
  if (pk !== undefined) yield { pk, items };
}

/** A table of dossiers in DynamoDB. It needs dynamodb:Scan, Query and BatchGetItem. */
export const dynamoTable = (client: DynamoDBDocumentClient, table: string, { segments = 4, pageSize }: Reading = {}): Table => {
  async function* scan(from: ItemKey | undefined, segment: object): AsyncGenerator<Page> {
    let after: Item | undefined = from && { pk: from.pk, sk: from.sk };
    do {
      const page: Page = await client.send(
        new ScanCommand({
          TableName: table,
          ConsistentRead: true,
          Limit: pageSize,
          ...(after && { ExclusiveStartKey: after }),
          ...segment,
        }),
      );
      yield page;
      after = page.LastEvaluatedKey;
    } while (after);
  }

  async function* query(pk: string): AsyncGenerator<Page> {
    let after: Item | undefined;
    do {
      const page: Page = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': pk },
          Limit: pageSize,
          ...(after && { ExclusiveStartKey: after }),
        }),
      );
      yield page;
      after = page.LastEvaluatedKey;
    } while (after);
  }

  /** From `place` to the end of the table, then from its beginning to `place`; the partition of the start is read whole at the end. */
  async function* around(place: ItemKey): AsyncGenerator<Partition> {
    let first: string | undefined;
    for (const start of [place, undefined])
      for await (const partition of asPartitions(scan(start, {}))) {
        if (partition.pk === first) return;
        first ??= partition.pk;
        yield partition;
      }
  }

  const batch = async (keys: readonly ItemKey[], found: Map<string, Item>): Promise<void> => {
    let wanted: Item[] | undefined = keys.map(({ pk, sk }) => ({ pk, sk }));
    for (let attempt = 0; wanted?.length; attempt += 1) {
      if (attempt >= MOST_BATCHES) throw new Error('the table left keys of a batch unread time and again');
      if (attempt > 0) await pause(backoffMs(attempt, Math.random(), 100, 5_000));
      const { Responses, UnprocessedKeys }: BatchGetCommandOutput = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: wanted, ConsistentRead: true } } }),
      );
      for (const item of Responses?.[table] ?? []) found.set(`${text(item['pk'])}\n${text(item['sk'])}`, pruned(item));
      wanted = UnprocessedKeys?.[table]?.Keys;
    }
  };

  const whole = async (pk: string): Promise<Item[]> => {
    const items: Item[] = [];
    for await (const page of query(pk)) items.push(...(page.Items ?? []).map(pruned));
    return items;
  };

  return {
    partitions: () => Array.from({ length: segments }, (_, Segment) => asPartitions(scan(undefined, { Segment, TotalSegments: segments }))),
    partitionsFrom: around,
    partition: async (pk) => ({ pk, items: await whole(pk) }),
    downtimes: () => whole(DOWNTIMES),
    items: async (keys) => {
      const found = new Map<string, Item>();
      const distinct = [...new Map(keys.map((key) => [`${key.pk}\n${key.sk}`, key])).values()];
      for (let start = 0; start < distinct.length; start += MOST_KEYS) await batch(distinct.slice(start, start + MOST_KEYS), found);
      return keys.map(({ pk, sk }) => found.get(`${pk}\n${sk}`));
    },
  };
};
