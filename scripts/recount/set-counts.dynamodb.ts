import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { countFields, countsKey } from '../../functions/report/counts.ts';
import type { Sum } from './sums.ts';

/** Sets a counter's item to what the entries add up to, as long as nobody has moved it since it was read. */
export const setCounts =
  (client: DynamoDBDocumentClient, table: string) =>
  async ({ key, version, addsUpTo }: Sum): Promise<boolean> => {
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: countsKey(key),
          UpdateExpression: `SET ${countFields.map((field) => `#${field} = :${field}`).join(', ')} ADD #version :one`,
          ConditionExpression: version === 0 ? 'attribute_not_exists(#version)' : '#version = :version',
          ExpressionAttributeNames: { ...Object.fromEntries(countFields.map((field) => [`#${field}`, field])), '#version': 'version' },
          ExpressionAttributeValues: {
            ...Object.fromEntries(countFields.map((field) => [`:${field}`, addsUpTo[field]])),
            ':one': 1,
            ...(version > 0 && { ':version': version }),
          },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
