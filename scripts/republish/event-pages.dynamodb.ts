import { type DynamoDBDocumentClient, ScanCommand, type ScanCommandOutput } from '@aws-sdk/lib-dynamodb';
import { eventKey } from '../../functions/ledger/item-keys.ts';
import type { EventPage, Window } from './republish-window.ts';

const EVENT_PREFIX = eventKey('', 1).sk.replace(/\d+$/, '');

/**
 * The history events of a window, page by page, those of one dossier in their order. It reads the whole table and pays for it: no
 * index holds events by time, because nothing but this tool ever asks so.
 * @param pageSize items read at a time; as many as fit into 1 MB unless given
 */
export async function* eventPages(
  client: DynamoDBDocumentClient,
  table: string,
  { from, to }: Window,
  pageSize?: number,
): AsyncGenerator<EventPage> {
  let after: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await client.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        FilterExpression: 'begins_with(sk, :event) AND #at >= :from AND #at < :to',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':event': EVENT_PREFIX, ':from': from, ':to': to },
        Limit: pageSize,
        ExclusiveStartKey: after,
      }),
    );
    yield { scanned: page.ScannedCount ?? 0, items: page.Items ?? [] };
    after = page.LastEvaluatedKey;
  } while (after);
}
