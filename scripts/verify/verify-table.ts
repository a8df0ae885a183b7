import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoTable, type Reading } from './table.dynamodb.ts';
import { type Verified, type VerifyOptions, verify } from './verify.ts';

/**
 * Reads the whole table "dossiers" and says what in it contradicts itself. What looks like a fault because somebody was writing at
 * that moment is read again before it is told.
 */
export const verifyTable = (client: DynamoDBDocumentClient, table: string, options: Reading & VerifyOptions = {}): Promise<Verified> =>
  verify(dynamoTable(client, table, options), options);
