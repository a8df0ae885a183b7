import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTableShape } from '../../../local/dynamodb/table-shape.ts';
import { deployTables } from '../../../local/dynamodb/tables.ts';
import { openDynamo, tableResource } from './open-dynamo.ts';

let place: Awaited<ReturnType<typeof openDynamo>>;
beforeAll(async () => {
  place = await openDynamo([]);
});
afterAll(() => place.stop());

const deploy = (name: string, properties: Record<string, unknown> = {}) =>
  deployTables(place.engine.endpoint, [tableResource(name, properties)]);

const withIndex = {
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'owner', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byOwner',
      KeySchema: [
        { AttributeName: 'owner', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['state', 'code'] },
    },
  ],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
  BillingMode: 'PAY_PER_REQUEST',
  SSESpecification: { SSEEnabled: true },
  Replicas: [
    { Region: 'ap-southeast-1', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }, DeletionProtectionEnabled: true },
  ],
};

describe('tables of a template', () => {
  it('are created with keys, indexes, stream and time to live, and left alone the second time', async () => {
    await deploy('created', withIndex);
    await deploy('created', withIndex);
    expect(await readTableShape(place.direct, 'created')).toEqual({
      name: 'created',
      keys: ['pk', 'sk'],
      indexes: [{ name: 'byOwner', keys: ['owner', 'sk'], projection: ['code', 'state'] }],
      timeToLive: 'expires',
    });
    const { Table } = await place.direct.call('DescribeTable', { TableName: 'created' });
    expect(Table).toMatchObject({ StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } });
  });

  it('keep their items when the template is deployed again', async () => {
    await deploy('full');
    await place.direct.call('PutItem', { TableName: 'full', Item: { pk: { S: 'a' }, sk: { S: '1' } } });
    await deploy('full');
    expect(await place.direct.call('Scan', { TableName: 'full' })).toMatchObject({ Count: 1 });
  });

  it('follow a change of time to live', async () => {
    await deploy('expiring', { TimeToLiveSpecification: { AttributeName: 'one', Enabled: true } });
    await deploy('expiring', { TimeToLiveSpecification: { AttributeName: 'two', Enabled: 'true' } });
    expect((await readTableShape(place.direct, 'expiring')).timeToLive).toBe('two');
    await deploy('expiring', { TimeToLiveSpecification: { AttributeName: 'two', Enabled: false } });
    expect((await readTableShape(place.direct, 'expiring')).timeToLive).toBeUndefined();
  });

  it('are never dropped: a stored table that differs from the template stops the boot, by name', async () => {
    await deploy('differing');
    await expect(deploy('differing', withIndex)).rejects.toThrow(
      /differing.*AttributeDefinitions, GlobalSecondaryIndexes, StreamSpecification/,
    );
  });

  it('with what is not implemented are refused by name', async () => {
    await expect(deploy('refused', { LocalSecondaryIndexes: [], KinesisStreamSpecification: {} })).rejects.toThrow(
      'table refused: the local runtime does not implement LocalSecondaryIndexes, KinesisStreamSpecification',
    );
    await expect(deploy('refused', { Replicas: [{ Region: 'a' }, { Region: 'b' }] })).rejects.toThrow('Replicas');
  });
});
