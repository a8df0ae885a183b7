import { type DynamoDBDocumentClient, GetCommand, ScanCommand, type ScanCommandOutput } from '@aws-sdk/lib-dynamodb';
import { metaKey } from '../../functions/ledger/item-keys.ts';
import type { Item } from '../../functions/ledger/ledger.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { readStoredMeta } from '../../functions/ledger/stored-meta.ts';
import { needsExecution } from '../../functions/task/approval-machine.ts';

/** Told of a META that cannot be read, by its partition key. */
export type OnUnreadable = (pk: string) => void;

const read = (item: Item, onUnreadable: OnUnreadable): Meta[] => {
  try {
    return [readStoredMeta(item)];
  } catch {
    onUnreadable(String(item['pk']));
    return [];
  }
};

/**
 * Every dossier of the table that needs an execution. It reads the whole table and pays for it: no index holds dossiers by state,
 * because nothing but this tool asks so.
 */
export async function* dossiersWithAgencies(
  client: DynamoDBDocumentClient,
  table: string,
  onUnreadable: OnUnreadable,
  pageSize?: number,
): AsyncGenerator<Meta> {
  let after: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await client.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        FilterExpression: 'sk = :meta AND begins_with(pk, :dossier)',
        ExpressionAttributeValues: { ':meta': 'META', ':dossier': metaKey('').pk },
        Limit: pageSize,
        ExclusiveStartKey: after,
      }),
    );
    for (const item of page.Items ?? []) yield* read(item, onUnreadable).filter(needsExecution);
    after = page.LastEvaluatedKey;
  } while (after);
}

/** One dossier, whatever its state; none when there is no such dossier. */
export async function* oneDossier(
  client: DynamoDBDocumentClient,
  table: string,
  onUnreadable: OnUnreadable,
  dossierId: string,
): AsyncGenerator<Meta> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: metaKey(dossierId), ConsistentRead: true }));
  if (Item) yield* read(Item, onUnreadable);
}
