import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDynamo, tableResource } from './open-dynamo.ts';

let place: Awaited<ReturnType<typeof openDynamo>>;
let client: DynamoDBClient;
beforeAll(async () => {
  place = await openDynamo([tableResource('items'), tableResource('others')]);
  client = new DynamoDBClient({
    endpoint: place.proxy.url,
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterEach(() => place.proxy.faults.clear());
afterAll(async () => {
  client.destroy();
  await place.stop();
});

const key = (sk: string) => ({ pk: { S: 'a' }, sk: { S: sk } });
const add = (sk: string) => ({
  TableName: 'items',
  Key: key(sk),
  UpdateExpression: 'ADD n :one',
  ExpressionAttributeValues: { ':one': { N: '1' } },
});
const transaction = (...sks: string[]) => new TransactWriteItemsCommand({ TransactItems: sks.map((sk) => ({ Update: add(sk) })) });
const stored = async (sk: string) => (await client.send(new GetItemCommand({ TableName: 'items', Key: key(sk) }))).Item?.['n']?.N;

/** The error that a call ends in. */
const failure = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('the call succeeded');
};

describe('faults before DynamoDB, as the SDK sees them', () => {
  it('a conflict cancels a transaction with one reason per item, and writes nothing', async () => {
    place.proxy.faults.add({ kind: 'conflict', operation: 'TransactWriteItems', times: 1 });
    const error = await failure(client.send(transaction('c1', 'c2')));
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error instanceof TransactionCanceledException && error.CancellationReasons?.map(({ Code }) => Code)).toEqual([
      'TransactionConflict',
      'None',
    ]);
    expect(error instanceof Error && error.message).toContain('[TransactionConflict, None]');
    expect(await stored('c1')).toBeUndefined();
    await client.send(transaction('c1', 'c2'));
    expect(await stored('c1')).toBe('1');
  });

  it('a conflict refuses a single write', async () => {
    place.proxy.faults.add({ kind: 'conflict', operation: 'UpdateItem', times: 1 });
    expect(await failure(client.send(new UpdateItemCommand(add('single'))))).toMatchObject({ name: 'TransactionConflictException' });
  });

  it.each(['ProvisionedThroughputExceeded', 'ThrottlingError'] as const)(
    'too much on one item cancels a transaction (%s), and passes a single write',
    async (reason) => {
      const first = `cancelled-${reason}`;
      place.proxy.faults.add({ kind: 'cancel', reason, times: 1 });
      const error = await failure(client.send(transaction(first, `${first}-too`)));
      expect(error instanceof TransactionCanceledException && error.CancellationReasons?.map(({ Code }) => Code)).toEqual([reason, 'None']);
      expect(await stored(first)).toBeUndefined();
      place.proxy.faults.add({ kind: 'cancel', reason, operation: 'UpdateItem', times: 1 });
      await client.send(new UpdateItemCommand(add(first)));
      expect(await stored(first)).toBe('1');
    },
  );

  it('throttling refuses, and the SDK overcomes it', async () => {
    place.proxy.faults.add({ kind: 'throttle', times: 1 });
    expect(await failure(client.send(new UpdateItemCommand(add('throttled'))))).toMatchObject({
      name: 'ProvisionedThroughputExceededException',
    });
    place.proxy.faults.add({ kind: 'throttle', times: 2 });
    const patient = new DynamoDBClient({
      endpoint: place.proxy.url,
      region: 'ap-southeast-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    await patient.send(new UpdateItemCommand(add('throttled')));
    patient.destroy();
    expect(await stored('throttled')).toBe('1');
  });

  it('a lost answer comes after the write; the SDK sends a transaction again with its token and it takes effect once', async () => {
    place.proxy.faults.add({ kind: 'lost-answer', times: 1 });
    await failure(client.send(new UpdateItemCommand(add('lost'))));
    expect(await stored('lost')).toBe('1');

    const patient = new DynamoDBClient({
      endpoint: place.proxy.url,
      region: 'ap-southeast-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    place.proxy.faults.add({ kind: 'lost-answer', operation: 'TransactWriteItems', times: 1 });
    place.proxy.mark('lost');
    await patient.send(transaction('once'));
    patient.destroy();
    expect(await stored('once')).toBe('1');
    expect(place.proxy.since('lost').byOperation['TransactWriteItems']).toEqual({ requests: 2, writeUnits: 2, readUnits: 2 });
  });

  it('a delay executes later', async () => {
    place.proxy.faults.add({ kind: 'delay', delayMs: 60, times: 1 });
    const start = performance.now();
    await client.send(new UpdateItemCommand(add('slow')));
    expect(performance.now() - start).toBeGreaterThan(50);
  });

  it('choose their requests by table, content, number and chance, and can be taken away', async () => {
    const draws = [0.9, 0.1];
    const chance = await openDynamo([tableResource('items')], { random: () => draws.shift() ?? 1 });
    chance.proxy.faults.add({ kind: 'throttle', probability: 0.5, table: 'items' });
    await chance.through.call('GetItem', { TableName: 'items', Key: key('x') });
    await expect(chance.through.call('GetItem', { TableName: 'items', Key: key('x') })).rejects.toThrow('ProvisionedThroughputExceeded');
    await chance.stop();

    const remove = place.proxy.faults.add({ kind: 'throttle', table: 'items', match: (input) => JSON.stringify(input).includes('poison') });
    await place.through.call('GetItem', { TableName: 'others', Key: key('poison') });
    await place.through.call('GetItem', { TableName: 'items', Key: key('harmless') });
    await expect(place.through.call('GetItem', { TableName: 'items', Key: key('poison') })).rejects.toThrow(
      'ProvisionedThroughputExceeded',
    );
    remove();
    expect(place.proxy.faults.pending()).toBe(0);
    await place.through.call('GetItem', { TableName: 'items', Key: key('poison') });
  });
});

describe('hooks around a request', () => {
  it('hold it before it is executed and after', async () => {
    const seen: (string | undefined)[] = [];
    const look = async () =>
      void seen.push((await place.direct.call('GetItem', { TableName: 'items', Key: key('hooked') }))['Item'] ? 'there' : 'absent');
    const drop = [place.proxy.beforeCall(look), place.proxy.afterCall(look)];
    await client.send(new PutItemCommand({ TableName: 'items', Item: key('hooked') }));
    for (const remove of drop) remove();
    await client.send(new PutItemCommand({ TableName: 'items', Item: key('hooked') }));
    expect(seen).toEqual(['absent', 'there']);
  });

  it('break the connection when they throw', async () => {
    const drop = place.proxy.beforeCall(({ operation }) => {
      if (operation === 'PutItem') throw new Error('killed here');
    });
    await failure(client.send(new PutItemCommand({ TableName: 'items', Item: key('killed') })));
    drop();
    expect((await client.send(new GetItemCommand({ TableName: 'items', Key: key('killed') }))).Item).toBeUndefined();
  });

  it('of writes name the table, once for a call and not for a refused one', async () => {
    const written: string[] = [];
    const stop = place.proxy.onWrite((table) => written.push(table));
    await client.send(transaction('w1', 'w2'));
    const refused = new PutItemCommand({
      TableName: 'items',
      Item: key('w1'),
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const error = await failure(client.send(refused));
    expect(error instanceof ConditionalCheckFailedException && error.Item).toMatchObject(key('w1'));
    stop();
    expect(written).toEqual(['items']);
  });
});
