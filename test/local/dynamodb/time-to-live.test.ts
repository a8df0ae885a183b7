import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { openDynamoEngine } from '../../../local/dynamodb/engine.ts';
import { createEngineCall } from '../../../local/dynamodb/engine-call.ts';
import { openDynamoProxy } from '../../../local/dynamodb/proxy.ts';
import { deployTables } from '../../../local/dynamodb/tables.ts';
import { openDynamo, tableResource, temporaryFolder } from './open-dynamo.ts';

const expiring = tableResource('expiring', {
  TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
});
const seconds = (ms: number) => ({ N: String(Math.floor(ms / 1000)) });
const HOUR = 3_600_000;

let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

describe('time to live', () => {
  it('deletes what expired by the virtual clock, and only that, without counting it', async () => {
    const place = await openDynamo([expiring]);
    stop = place.stop;
    const put = (sk: string, expires?: { N: string } | { S: string }) =>
      place.through.call('PutItem', { TableName: 'expiring', Item: { pk: { S: 'a' }, sk: { S: sk }, ...(expires && { expires }) } });
    const now = place.clock.now();
    await put('soon', seconds(now + HOUR));
    await put('late', seconds(now + 30 * HOUR));
    await put('never');
    await put('text', { S: 'tomorrow' });
    await put('absurd', seconds(1000));
    await put('prolonged', seconds(now + HOUR));
    await put('prolonged', seconds(now + 30 * HOUR));
    const counted = place.proxy.counters();

    expect(await place.proxy.sweepExpired()).toBe(0);
    await place.clock.advance(2 * HOUR);
    const { Items } = await place.direct.call('Scan', { TableName: 'expiring' });
    expect(JSON.stringify(Items)).not.toContain('soon');
    expect(Items).toHaveLength(5);
    expect(place.proxy.counters()).toEqual(counted);
  });

  it('keeps an item whose expiry was moved past the proxy', async () => {
    const place = await openDynamo([expiring]);
    stop = place.stop;
    const item = (expires: number) => ({ TableName: 'expiring', Item: { pk: { S: 'a' }, sk: { S: '1' }, expires: seconds(expires) } });
    await place.through.call('PutItem', item(place.clock.now() + HOUR));
    await place.direct.call('PutItem', item(place.clock.now() + 30 * HOUR));
    await place.clock.advance(2 * HOUR);
    expect(await place.direct.call('Scan', { TableName: 'expiring' })).toMatchObject({ Count: 1 });
  });

  it('learns the expiries of an earlier run, and signs its deletions in the stream as DynamoDB does', async () => {
    const dataDir = temporaryFolder();
    const clock = new VirtualClock();
    const engine = await openDynamoEngine({ dataDir });
    await deployTables(engine.endpoint, [expiring]);
    const direct = createEngineCall(engine.endpoint);
    for (const sk of ['expired', 'removed']) {
      await direct.call('PutItem', {
        TableName: 'expiring',
        Item: { sk: { S: sk }, expires: seconds(clock.now() + HOUR), pk: { S: 'a' } },
      });
    }
    const proxy = await openDynamoProxy({ endpoint: engine.endpoint, database: engine.database, clock });
    stop = async () => {
      await proxy.stop();
      await engine.stop();
      direct.close();
      clock.stop();
      rmSync(dataDir, { recursive: true });
    };
    await direct.call('DeleteItem', { TableName: 'expiring', Key: { sk: { S: 'removed' }, pk: { S: 'a' } } });
    await clock.advance(2 * HOUR);

    const { Streams } = await direct.call('ListStreams', { TableName: 'expiring' }, 'DynamoDBStreams');
    const StreamArn = JSON.stringify(Streams).match(/"StreamArn":"([^"]+)"/)?.[1];
    const { StreamDescription } = await direct.call('DescribeStream', { StreamArn }, 'DynamoDBStreams');
    const ShardId = JSON.stringify(StreamDescription).match(/"ShardId":"([^"]+)"/)?.[1];
    const { ShardIterator } = await direct.call(
      'GetShardIterator',
      { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' },
      'DynamoDBStreams',
    );
    const { Records } = await direct.call('GetRecords', { ShardIterator }, 'DynamoDBStreams');
    const removed = { eventName: 'REMOVE', dynamodb: { Keys: { sk: { S: 'removed' } } } };
    const expired = {
      eventName: 'REMOVE',
      dynamodb: { Keys: { sk: { S: 'expired' } } },
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    };
    expect(Records).toMatchObject([{ eventName: 'INSERT' }, { eventName: 'INSERT' }, removed, expired]);
    expect(Array.isArray(Records) && Records[2]).not.toHaveProperty('userIdentity');
  });
});
