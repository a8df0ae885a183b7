import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { HistoryEvent } from '../../functions/ledger/history-event.ts';
import { dossierPartition } from '../../functions/ledger/item-keys.ts';
import type { Item } from '../../functions/ledger/ledger.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { readStoredMeta } from '../../functions/ledger/stored-meta.ts';
import { Task } from '../../functions/ledger/task.ts';
import { Payment } from '../../functions/payment/payment.ts';
import { TaskToken } from '../../functions/task/task-token.ts';
import type { Inspection } from './place/inspection.ts';

/** Everything that the table holds of one dossier. */
export type DossierItems = {
  readonly meta: Meta;
  readonly events: readonly HistoryEvent[];
  readonly tasks: readonly Task[];
  readonly tokens: readonly TaskToken[];
  readonly payments: readonly Payment[];
  /** Sort keys of all items, as they stand. */
  readonly keys: readonly string[];
};

/** Reads a dossier's partition as it lies in the table. @throws when an item does not match its schema */
export const readDossierItems = async ({ tables, tableName }: Inspection, dossierId: string): Promise<DossierItems> => {
  const items: Item[] = [];
  let after: Item | undefined;
  do {
    const page: { Items?: Item[]; LastEvaluatedKey?: Item } = await tables.send(
      new QueryCommand({
        TableName: tableName('Dossiers'),
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': dossierPartition(dossierId) },
        ...(after && { ExclusiveStartKey: after }),
      }),
    );
    items.push(...(page.Items ?? []));
    after = page.LastEvaluatedKey;
  } while (after);

  const keyOf = (item: Item): string => String(item['sk']);
  const below = (prefix: string): Item[] => items.filter((item) => keyOf(item).startsWith(prefix));
  const [meta] = items.filter((item) => keyOf(item) === 'META');
  if (!meta) throw new Error(`dossier ${dossierId} has no META`);
  return {
    meta: readStoredMeta(meta),
    events: below('EVENT#').map((item) => HistoryEvent.parse(item)),
    tasks: below('TASK#').map((item) => Task.parse(item)),
    tokens: below('TOKEN#').map((item) => TaskToken.parse(item)),
    payments: below('PAYMENT#').map((item) => Payment.parse(item)),
    keys: items.map(keyOf),
  };
};
