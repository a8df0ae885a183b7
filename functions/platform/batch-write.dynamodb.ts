import { BatchWriteCommand, type BatchWriteCommandInput, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { backoffMs, type Pause } from './retry.ts';

/** The most items that one BatchWriteItem call takes. */
const MOST_ITEMS = 25;
const MOST_ATTEMPTS = 8;

export type BatchWriteDeps = {
  readonly client: Pick<DynamoDBDocumentClient, 'send'>;
  readonly table: string;
  readonly pause: Pause;
  readonly random: () => number;
};

type Requests = NonNullable<BatchWriteCommandInput['RequestItems']>[string];

/**
 * Puts items with distinct keys, 25 a call; what a call leaves unprocessed is sent again after a growing wait.
 * @throws when items are still unprocessed after eight attempts
 */
export const putAll =
  ({ client, table, pause, random }: BatchWriteDeps) =>
  async (items: readonly Readonly<Record<string, unknown>>[]): Promise<void> => {
    const putBatch = async (batch: Requests): Promise<void> => {
      let left: Requests | undefined = batch;
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
        if (attempt > 0) await pause(backoffMs(attempt, random(), 50, 2000));
        const { UnprocessedItems }: { UnprocessedItems?: Record<string, Requests> | undefined } = await client.send(
          new BatchWriteCommand({ RequestItems: { [table]: left } }),
        );
        left = UnprocessedItems?.[table];
        if (!left?.length) return;
      }
      throw new Error(`${left?.length} items of ${table} stayed unprocessed`);
    };
    for (let start = 0; start < items.length; start += MOST_ITEMS)
      await putBatch(items.slice(start, start + MOST_ITEMS).map((Item) => ({ PutRequest: { Item } })));
  };
