import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../local/dynamodb/json-fields.ts';
import { openDynamo, tableResource } from './open-dynamo.ts';

const indexed = tableResource('indexed', {
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
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['state'] },
    },
  ],
});

let place: Awaited<ReturnType<typeof openDynamo>>;
beforeAll(async () => {
  place = await openDynamo([indexed, tableResource('plain')]);
});
afterAll(() => place.stop());

const key = (sk: string) => ({ pk: { S: 'a' }, sk: { S: sk } });

/** Makes one call through the proxy and gives what was counted for it. */
const cost = async (
  operation: string,
  input: JsonObject,
): Promise<{ readUnits: number; writeUnits: number; error: string | undefined }> => {
  place.proxy.mark('one call');
  const error = await place.through.call(operation, input).then(
    () => undefined,
    (failure: { type?: string }) => failure.type ?? String(failure),
  );
  const { readUnits, writeUnits } = place.proxy.since('one call');
  return { readUnits, writeUnits, error };
};

const put = (sk: string, more: JsonObject = {}) => ({ TableName: 'indexed', Item: { ...key(sk), ...more } });
const update = (sk: string, expression: string, values: JsonObject) => ({
  TableName: 'indexed',
  Key: key(sk),
  UpdateExpression: expression,
  ExpressionAttributeNames: { '#a': expression.includes('#a') ? (expression.includes('other') ? 'other' : 'state') : 'state' },
  ExpressionAttributeValues: values,
});

describe('write units counted at the proxy', () => {
  it('follow an item through its indexes', async () => {
    expect(await cost('PutItem', put('life', { owner: { S: 'o' }, state: { S: 'draft' } }))).toMatchObject({ writeUnits: 2 });
    expect(await cost('PutItem', put('life', { owner: { S: 'o' }, state: { S: 'draft' } }))).toMatchObject({ writeUnits: 1 });
    expect(await cost('UpdateItem', update('life', 'SET #a = :v', { ':v': { S: 'sent' } }))).toMatchObject({ writeUnits: 2 });
    expect(await cost('PutItem', put('life', { owner: { S: 'p' }, state: { S: 'sent' } }))).toMatchObject({ writeUnits: 3 });
    expect(await cost('DeleteItem', { TableName: 'indexed', Key: key('life') })).toMatchObject({ writeUnits: 2 });
    expect(await cost('DeleteItem', { TableName: 'indexed', Key: key('life') })).toMatchObject({ writeUnits: 1 });
  });

  it('take the size of the stored item when a condition fails', async () => {
    await cost('PutItem', put('large', { v: { S: 'x'.repeat(2000) } }));
    const refused = await cost('PutItem', { ...put('large'), ConditionExpression: 'attribute_not_exists(pk)' });
    expect(refused).toEqual({ readUnits: 0, writeUnits: 2, error: 'ConditionalCheckFailedException' });
  });

  it('double in a transaction, for checks too, but not in the indexes', async () => {
    await cost('PutItem', put('checked', {}));
    const spent = await cost('TransactWriteItems', {
      TransactItems: [
        { Put: put('in-index', { owner: { S: 'o' } }) },
        {
          Update: {
            TableName: 'plain',
            Key: key('u'),
            UpdateExpression: 'SET v = :v',
            ExpressionAttributeValues: { ':v': { S: 'x'.repeat(1500) } },
          },
        },
        { ConditionCheck: { TableName: 'indexed', Key: key('checked'), ConditionExpression: 'attribute_exists(pk)' } },
      ],
    });
    expect(spent).toEqual({ readUnits: 0, writeUnits: 2 + 1 + 4 + 2, error: undefined });
  });

  it('are spent by a transaction that its conditions cancel', async () => {
    const spent = await cost('TransactWriteItems', {
      TransactItems: [
        { Put: put('not-written') },
        { Delete: { TableName: 'plain', Key: key('absent'), ConditionExpression: 'attribute_exists(pk)' } },
      ],
    });
    expect(spent).toEqual({ readUnits: 0, writeUnits: 4, error: 'TransactionCanceledException' });
  });

  it('become read units when a transaction is sent again with its token', async () => {
    const request = {
      ClientRequestToken: 'once',
      TransactItems: [
        {
          Update: { TableName: 'plain', Key: key('n'), UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': { N: '1' } } },
        },
      ],
    };
    expect(await cost('TransactWriteItems', request)).toMatchObject({ writeUnits: 2, readUnits: 0 });
    expect(await cost('TransactWriteItems', request)).toMatchObject({ writeUnits: 0, readUnits: 2 });
    expect(await place.direct.call('GetItem', { TableName: 'plain', Key: key('n') })).toMatchObject({ Item: { n: { N: '1' } } });
  });

  it('are counted per item of a batch', async () => {
    const spent = await cost('BatchWriteItem', {
      RequestItems: {
        plain: [{ PutRequest: { Item: key('b1') } }, { DeleteRequest: { Key: key('b2') } }],
        indexed: [{ PutRequest: { Item: { ...key('b3'), owner: { S: 'o' } } } }],
      },
    });
    expect(spent.writeUnits).toBe(1 + 1 + 2);
  });

  it('are exact when many calls change one item at once', async () => {
    place.proxy.mark('at once');
    await Promise.all(Array.from({ length: 20 }, (_, index) => place.through.call('PutItem', put('busy', { owner: { S: `o${index}` } }))));
    // The first adds an index entry, each other one moves it: 20 + 1 + 19 × 2.
    expect(place.proxy.since('at once').writeUnits).toBe(20 + 1 + 19 * 2);
  });

  it('are none for what DynamoDB refuses as malformed, whose words reach the caller', async () => {
    expect(await cost('PutItem', { TableName: 'absent', Item: key('x') })).toEqual({
      readUnits: 0,
      writeUnits: 0,
      error: 'ResourceNotFoundException',
    });
    expect(await cost('UpdateItem', { TableName: 'plain', Key: { pk: { S: 'a' } } })).toMatchObject({
      writeUnits: 0,
      error: 'ValidationException',
    });
    expect(await cost('DeleteItem', { TableName: 'plain' })).toMatchObject({ writeUnits: 0, error: 'ValidationException' });
  });
});

describe('read units counted at the proxy', () => {
  const page = { TableName: 'plain', KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: 'page' } } };
  beforeAll(async () => {
    for (const sk of ['1', '2', '3', '4', '5']) {
      await place.direct.call('PutItem', {
        TableName: 'plain',
        Item: { pk: { S: 'page' }, sk: { S: sk }, n: { N: sk }, v: { S: 'x'.repeat(2000) } },
      });
    }
  });

  it('follow size and consistency of one item, also where only a part is asked for or nothing is there', async () => {
    await place.direct.call('PutItem', { TableName: 'plain', Item: { ...key('5k'), v: { S: 'x'.repeat(5000) } } });
    const get = { TableName: 'plain', Key: key('5k') };
    expect(await cost('GetItem', get)).toMatchObject({ readUnits: 1 });
    expect(await cost('GetItem', { ...get, ConsistentRead: true })).toMatchObject({ readUnits: 2 });
    expect(await cost('GetItem', { ...get, ProjectionExpression: 'sk' })).toMatchObject({ readUnits: 1 });
    expect(await cost('GetItem', { TableName: 'plain', Key: key('nothing') })).toMatchObject({ readUnits: 0.5 });
    expect(
      await cost('TransactGetItems', { TransactItems: [{ Get: get }, { Get: { TableName: 'plain', Key: key('nothing') } }] }),
    ).toMatchObject({ readUnits: 4 + 2 });
    expect(await cost('BatchGetItem', { RequestItems: { plain: { Keys: [key('5k'), key('nothing')] } } })).toMatchObject({
      readUnits: 1 + 0.5,
    });
  });

  it('take the sum of a page: 5 items of about 2,010 bytes are 3 steps of 4 kB', async () => {
    expect(await cost('Query', page)).toMatchObject({ readUnits: 1.5 });
    expect(await cost('Query', { ...page, ConsistentRead: true })).toMatchObject({ readUnits: 3 });
    expect(await cost('Query', { ...page, Limit: 2 })).toMatchObject({ readUnits: 0.5 });
    expect(await cost('Query', { ...page, ExpressionAttributeValues: { ':pk': { S: 'none' } } })).toMatchObject({ readUnits: 0.5 });
  });

  it('count what was read, not what a filter, a projection or a count leaves of it', async () => {
    const filtered = {
      ...page,
      FilterExpression: '#n = :n',
      ProjectionExpression: '#sk',
      ExpressionAttributeNames: { '#n': 'n', '#sk': 'sk' },
      ExpressionAttributeValues: { ':pk': { S: 'page' }, ':n': { N: '3' } },
    };
    expect(await cost('Query', filtered)).toEqual({ readUnits: 1.5, writeUnits: 0, error: undefined });
    expect(await cost('Query', { ...page, Select: 'COUNT' })).toMatchObject({ readUnits: 1.5 });
  });

  it('of an index take the size of its entries', async () => {
    await place.direct.call('PutItem', { TableName: 'indexed', Item: { ...key('q'), owner: { S: 'q' }, v: { S: 'x'.repeat(9000) } } });
    const query = {
      TableName: 'indexed',
      IndexName: 'byOwner',
      KeyConditionExpression: '#o = :o',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': { S: 'q' } },
    };
    expect(await cost('Query', query)).toEqual({ readUnits: 0.5, writeUnits: 0, error: undefined });
  });

  it('that could not be counted are refused by name', async () => {
    await expect(place.through.call('ExecuteStatement', { Statement: 'SELECT * FROM plain' })).rejects.toThrow(
      'does not implement ExecuteStatement',
    );
    await expect(place.through.call('Scan', { TableName: 'plain', ScanFilter: {} })).rejects.toThrow('does not implement ScanFilter');
  });
});

describe('counters', () => {
  it('tell operations, tables and single calls apart', async () => {
    const calls: string[] = [];
    const stop = place.proxy.onCall(({ operation, tables, writeUnits, status }) =>
      calls.push(`${operation} ${tables} ${writeUnits} ${status}`),
    );
    place.proxy.mark('apart');
    await cost('PutItem', { TableName: 'plain', Item: key('c') });
    await cost('GetItem', { TableName: 'plain', Key: key('c') });
    stop();
    await cost('GetItem', { TableName: 'plain', Key: key('c') });
    const since = place.proxy.since('apart');
    expect(since).toMatchObject({ requests: 3, writeUnits: 1, readUnits: 1 });
    expect(since.byOperation).toMatchObject({ PutItem: { requests: 1, writeUnits: 1 }, GetItem: { requests: 2, readUnits: 1 } });
    expect(since.byTable['plain']).toEqual({ requests: 3, readUnits: 1, writeUnits: 1 });
    expect(calls).toEqual(['PutItem plain 1 200', 'GetItem plain 0 200']);
    expect(() => place.proxy.since('never marked')).toThrow('never marked');
  });

  it('agree with what the engine itself reports for writes that change every index entry', async () => {
    const owners = [undefined, 'o', 'p'];
    for (let step = 0; step < 60; step += 1) {
      const owner = owners[step % owners.length];
      const size = [10, 1500, 3000][Math.floor(step / 3) % 3] ?? 10;
      const item = {
        ...key(`d${step % 4}`),
        v: { S: 'x'.repeat(size) },
        state: { S: String(step) },
        ...(owner && { owner: { S: owner } }),
      };
      place.proxy.mark('step');
      const answer = await place.through.call('PutItem', { TableName: 'indexed', Item: item, ReturnConsumedCapacity: 'TOTAL' });
      expect(answer['ConsumedCapacity']).toMatchObject({ CapacityUnits: place.proxy.since('step').writeUnits });
    }
  });
});
