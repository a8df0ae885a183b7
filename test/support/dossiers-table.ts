import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { openDynamo, tableResource } from '../local/dynamodb/open-dynamo.ts';

export const DOSSIERS_TABLE = 'dossiers';

const text = (name: string) => ({ AttributeName: name, AttributeType: 'S' });
const index = (name: string, partition: string, sort: string) => ({
  IndexName: name,
  KeySchema: [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: 'KEYS_ONLY' },
});

/** The table "dossiers" of infra/state-stack.ts, without its stream. */
export const dossiersTable = (): ReturnType<typeof tableResource> =>
  tableResource(DOSSIERS_TABLE, {
    AttributeDefinitions: ['pk', 'sk', 'ownerKey', 'dossierId', 'inboxKey', 'inboxAt', 'deadlineKey', 'deadlineAt'].map(text),
    GlobalSecondaryIndexes: [
      index('owner', 'ownerKey', 'dossierId'),
      index('inbox', 'inboxKey', 'inboxAt'),
      index('deadline', 'deadlineKey', 'deadlineAt'),
    ],
  });

/** That table in the local engine behind its fault proxy. */
export const openDossiersTable = async () => {
  const place = await openDynamo([dossiersTable()]);
  const bases: DynamoDBClient[] = [];
  /** `maxAttempts` as the functions have it, unless a test has no time for the waiting between them. */
  const clientOf = (maxAttempts = 6): DynamoDBDocumentClient => {
    const base = new DynamoDBClient({
      endpoint: place.proxy.url,
      region: 'ap-southeast-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts,
    });
    bases.push(base);
    return DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } });
  };
  return {
    ...place,
    clientOf,
    stop: async () => {
      for (const base of bases) base.destroy();
      await place.stop();
    },
  };
};
