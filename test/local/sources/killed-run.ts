import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { VirtualClock } from '../../../local/clock.ts';
import { openDynamoEngine } from '../../../local/dynamodb/engine.ts';
import { createEngineCall } from '../../../local/dynamodb/engine-call.ts';
import { isObject } from '../../../local/dynamodb/json-fields.ts';
import { openDynamoProxy } from '../../../local/dynamodb/proxy.ts';
import { deployTables } from '../../../local/dynamodb/tables.ts';
import { openStreamSource } from '../../../local/sources/stream-source.ts';
import { tableResource } from '../dynamodb/open-dynamo.ts';

/**
 * A small runtime that a test kills: it writes numbered items without end and notes in `written` each number that was
 * acknowledged, in `handled` each that its function saw.
 */
const [dataDir = '', first = '0'] = process.argv.slice(2);
const clock = new VirtualClock();
const engine = await openDynamoEngine({ dataDir });
await deployTables(engine.endpoint, [tableResource('items', { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } })]);
const proxy = await openDynamoProxy({ endpoint: engine.endpoint, database: engine.database, clock });

const sortKey = (record: unknown) => /"sk":\{"S":"(\d+)"\}/.exec(JSON.stringify(record))?.[1] ?? '';
await openStreamSource({
  mapping: {
    EventSourceArn: 'arn:aws:dynamodb:ap-southeast-1:000000000000:table/items/stream/local',
    FunctionName: 'handle',
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 3,
  },
  engineEndpoint: engine.endpoint,
  sqsEndpoint: 'http://127.0.0.1:9',
  clock,
  positionsFile: join(dataDir, 'stream-positions.json'),
  onWrite: proxy.onWrite,
  invoke: async (_function, event) => {
    const records: unknown = isObject(event) ? event['Records'] : [];
    for (const record of Array.isArray(records) ? records : []) appendFileSync(join(dataDir, 'handled'), `${sortKey(record)}\n`);
    return { ok: true, payload: null };
  },
});

const through = createEngineCall(proxy.url);
for (let number = Number(first); ; number += 1) {
  await through.call('PutItem', { TableName: 'items', Item: { pk: { S: 'a' }, sk: { S: String(number) } } });
  appendFileSync(join(dataDir, 'written'), `${number}\n`);
}
