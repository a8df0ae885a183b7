import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../functions/platform/dynamodb-client.dynamodb.ts';

const client = documentClient();

/** What every function is measured against: the least that a function on DynamoDB consists of, with the product's own client. */
export const handler = () => client.send(new PutCommand({ TableName: 'table', Item: { pk: 'DOSSIER#1', sk: 'META', n: 1 } }));
