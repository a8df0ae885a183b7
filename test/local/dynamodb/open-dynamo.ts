import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { VirtualClock } from '../../../local/clock.ts';
import { openDynamoEngine } from '../../../local/dynamodb/engine.ts';
import { createEngineCall } from '../../../local/dynamodb/engine-call.ts';
import { openDynamoProxy } from '../../../local/dynamodb/proxy.ts';
import { deployTables, type TableResource } from '../../../local/dynamodb/tables.ts';

/** Memory-backed: the engine syncs its file at every write. */
export const temporaryFolder = () => mkdtempSync(join('/dev/shm', 'mot-cua-dynamodb-'));

/** A table as the resolver of templates gives it. */
export const tableResource = (name: string, properties: Record<string, unknown> = {}): TableResource => ({
  type: 'AWS::DynamoDB::GlobalTable',
  logicalId: name,
  physicalId: name,
  properties: {
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    ...properties,
  },
});

/** Engine, tables and proxy in a throw-away folder. */
export const openDynamo = async (tables: readonly TableResource[], options: { offsetMs?: number; random?: () => number } = {}) => {
  const dataDir = temporaryFolder();
  const clock = new VirtualClock(options.offsetMs);
  const engine = await openDynamoEngine({ dataDir });
  await deployTables(engine.endpoint, tables);
  const proxy = await openDynamoProxy({ endpoint: engine.endpoint, database: engine.database, clock, random: options.random });
  const direct = createEngineCall(engine.endpoint);
  return {
    dataDir,
    clock,
    engine,
    proxy,
    /** Calls through the proxy and past it. */
    through: createEngineCall(proxy.url),
    direct,
    async stop() {
      await proxy.stop();
      await engine.stop();
      direct.close();
      clock.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
