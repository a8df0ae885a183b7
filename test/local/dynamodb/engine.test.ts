import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openDynamoEngine } from '../../../local/dynamodb/engine.ts';
import { createEngineCall } from '../../../local/dynamodb/engine-call.ts';
import { deployTables } from '../../../local/dynamodb/tables.ts';
import { tableResource, temporaryFolder } from './open-dynamo.ts';

const folders: string[] = [];
const folder = () => {
  const path = temporaryFolder();
  folders.push(path);
  return path;
};

afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

const running = (pid: number) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').length > 0;
  } catch {
    return false;
  }
};

/** A runtime that dies without ending its engine. @returns the engine's pid */
const killedRun = (dataDir: string): number => {
  const module = join(import.meta.dirname, '../../../local/dynamodb/engine.ts');
  const script = `const { openDynamoEngine } = await import(${JSON.stringify(module)});
    const engine = await openDynamoEngine({ dataDir: ${JSON.stringify(dataDir)} });
    process.stdout.write(String(engine.pid), () => process.kill(process.pid, 'SIGKILL'));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  return Number(stdout);
};

describe('the DynamoDB engine', () => {
  it('keeps its tables and items across a restart, and ends when asked', async () => {
    const dataDir = folder();
    const first = await openDynamoEngine({ dataDir });
    await deployTables(first.endpoint, [tableResource('kept')]);
    const before = createEngineCall(first.endpoint);
    await before.call('PutItem', { TableName: 'kept', Item: { pk: { S: 'a' }, sk: { S: '1' } } });
    before.close();
    await first.stop();
    expect(first.pid !== undefined && running(first.pid)).toBe(false);

    const second = await openDynamoEngine({ dataDir });
    const after = createEngineCall(second.endpoint);
    const { Item } = await after.call('GetItem', { TableName: 'kept', Key: { pk: { S: 'a' }, sk: { S: '1' } } });
    expect(Item).toEqual({ pk: { S: 'a' }, sk: { S: '1' } });
    expect(second.endedLeftover).toBeUndefined();
    after.close();
    await second.stop();
  });

  it('ends the engine that a killed run left behind on the same folder', async () => {
    const dataDir = folder();
    const orphan = killedRun(dataDir);
    expect(running(orphan)).toBe(true);
    const engine = await openDynamoEngine({ dataDir });
    expect(engine.endedLeftover).toBe(orphan);
    expect(running(orphan)).toBe(false);
    await engine.stop();
  });

  it('refuses a folder that a live run uses', async () => {
    const dataDir = folder();
    const engine = await openDynamoEngine({ dataDir });
    await expect(openDynamoEngine({ dataDir })).rejects.toThrow(`in use by process ${process.pid}`);
    await engine.stop();
  });

  it('tells when the engine ends by itself', async () => {
    const ended = Promise.withResolvers<string>();
    const engine = await openDynamoEngine({ dataDir: folder(), onExit: ended.resolve });
    if (engine.pid !== undefined) process.kill(engine.pid, 'SIGKILL');
    expect(await ended.promise).toContain('SIGKILL');
    await engine.stop();
  });

  it('takes an endpoint from the environment instead', async () => {
    process.env['MOT_CUA_DYNAMODB_ENDPOINT'] = 'http://127.0.0.1:8000';
    try {
      const engine = await openDynamoEngine({ dataDir: folder() });
      expect(engine).toMatchObject({ endpoint: 'http://127.0.0.1:8000', pid: undefined });
    } finally {
      delete process.env['MOT_CUA_DYNAMODB_ENDPOINT'];
    }
  });
});
