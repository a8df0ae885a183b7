import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoEDocuments } from '../../../functions/registry/e-documents.dynamodb.ts';
import type { StoredEDocument } from '../../../functions/registry/e-documents.ts';
import { dynamoLookupRecords } from '../../../functions/registry/lookup-records.dynamodb.ts';
import type { LookupRecord } from '../../../functions/registry/lookup-records.ts';
import { dynamoRegistryRecords } from '../../../functions/registry/registry-records.dynamodb.ts';
import { openDynamo, tableResource } from '../../local/dynamodb/open-dynamo.ts';
import { countedUlid, noPause } from '../../support/fixed.ts';

const asOf = '2026-11-23T02:00:00.000Z';

describe('the national cell’s tables', () => {
  let dynamo: Awaited<ReturnType<typeof openDynamo>>;
  let client: DynamoDBDocumentClient;
  const batches = (table: string) => ({ client, table, pause: noPause, random: Math.random });

  beforeAll(async () => {
    dynamo = await openDynamo(['registries', 'lookups', 'documents'].map((name) => tableResource(name)));
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: dynamo.proxy.url, region: 'ap-southeast-1', credentials }), {
      marshallOptions: { removeUndefinedValues: true },
    });
  });
  afterAll(async () => {
    client.destroy();
    await dynamo.stop();
  });
  const itemsOf = async (table: string, pk: string) => {
    const query = { TableName: table, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } };
    return (await client.send(new QueryCommand(query))).Items ?? [];
  };

  it('keep records by registry and key hash, in any number', async () => {
    const records = dynamoRegistryRecords(batches('registries'));
    const all = Array.from({ length: 60 }, (_, n) => ({
      registry: 'population',
      keyHash: `k1.${n}`,
      data: { n, nested: { list: [n] } },
      asOf,
    }));
    await records.save(all);
    const found = await records.find(all.map(({ keyHash }) => ({ registry: 'population', keyHash })));
    expect(found).toEqual(all.map(({ data }) => ({ data, asOf })));
  });

  it('tell one registry from another, and answer in order with what is missing', async () => {
    const records = dynamoRegistryRecords(batches('registries'));
    await records.save([{ registry: 'land', keyHash: 'k1.same', data: { use: 'ONT' }, asOf }]);
    const address = (registry: string) => ({ registry, keyHash: 'k1.same' });
    expect(await records.find([address('residence'), address('land'), address('land')])).toEqual([
      undefined,
      { data: { use: 'ONT' }, asOf },
      { data: { use: 'ONT' }, asOf },
    ]);
  });

  it('replace a record under the same key', async () => {
    const records = dynamoRegistryRecords(batches('registries'));
    for (const name of ['old', 'new']) await records.save([{ registry: 'population', keyHash: 'k1.again', data: { name }, asOf }]);
    expect(await records.find([{ registry: 'population', keyHash: 'k1.again' }])).toEqual([{ data: { name: 'new' }, asOf }]);
  });

  it('add lookup records of an owner in order of time', async () => {
    const lookups = dynamoLookupRecords(batches('lookups'));
    const record = (n: number): LookupRecord => ({
      ...{ ownerKey: 'k1.owner', id: countedUlid(n), at: asOf, by: 'cell-42', registry: 'land', purpose: 'RESIDENCE_REGISTRATION' },
      ...{ legalBasis: 'Law on Residence', dossierId: countedUlid(9), dossierCode: 'G01', outcome: 'found', fields: ['use'] },
    });
    await lookups.append([record(2), record(3)]);
    await lookups.append([record(1)]);
    expect((await itemsOf('lookups', 'OWNER#k1.owner')).map(({ id }) => id)).toEqual([1, 2, 3].map(countedUlid));
  });

  const document = (code: string, more: Partial<StoredEDocument> = {}): StoredEDocument => ({
    ...{ code, cell: '42', dossierId: countedUlid(1), dossierCode: 'G01', procedure: 'permanent-residence', outcome: 'GRANTED' },
    ...{ number: '1/2026', issuedAt: asOf, jws: 'a.b.c', ownerKey: 'k1.owner', storedAt: asOf },
    ...more,
  });

  it('store an e-document once and list it with its owner', async () => {
    const documents = dynamoEDocuments(client, 'documents');
    expect(await documents.store(document('CODE1'))).toEqual({ kind: 'stored' });
    expect(await documents.store(document('CODE1'))).toEqual({ kind: 'exists', jws: 'a.b.c' });
    expect(await itemsOf('documents', 'OWNER#k1.owner')).toMatchObject([{ code: 'CODE1', outcome: 'GRANTED' }]);
  });

  it('keep the first of two documents under one code', async () => {
    const documents = dynamoEDocuments(client, 'documents');
    await documents.store(document('CODE2', { ownerKey: 'k1.first' }));
    expect(await documents.store(document('CODE2', { jws: 'x.y.z', ownerKey: 'k1.second' }))).toEqual({ kind: 'exists', jws: 'a.b.c' });
    expect(await itemsOf('documents', 'OWNER#k1.second')).toEqual([]);
  });

  it('store one e-document when it is handed over many times at once', async () => {
    const documents = dynamoEDocuments(client, 'documents');
    const kinds = (await Promise.all(Array.from({ length: 8 }, () => documents.store(document('CODE3'))))).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'stored')).toHaveLength(1);
  });
});
