import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../ledger/ledger.ts';
import { DOWNTIMES, Downtime, type Downtimes, Superseded } from './downtime.ts';

const MARK = '#SUPERSEDED';

/** The certified downtimes in the table "dossiers": one partition, by their end (downtime.ts). Needs dynamodb:Query. */
export const dynamoDowntimes = (client: DynamoDBDocumentClient, table: string): Downtimes => ({
  endedAfter: async (moment) => {
    const items: Item[] = [];
    let after: Item | undefined;
    do {
      const page: { Items?: Item[]; LastEvaluatedKey?: Item } = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk > :after',
          // What ended in this very millisecond has a longer key, and is read as well: it changes nothing.
          ExpressionAttributeValues: { ':pk': DOWNTIMES, ':after': `DOWNTIME#${moment.toISOString()}` },
          ...(after && { ExclusiveStartKey: after }),
        }),
      );
      items.push(...(page.Items ?? []));
      after = page.LastEvaluatedKey;
    } while (after);
    const marks = items.filter(({ sk }) => String(sk).endsWith(MARK));
    const superseded = new Set(marks.map((item) => Superseded.parse(item).superseded));
    return items
      .filter(({ sk }) => !String(sk).endsWith(MARK))
      .map((item) => Downtime.parse(item))
      .filter(({ id }) => !superseded.has(id));
  },
});
