import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openDynamoEngine } from '../../../local/dynamodb/engine.ts';
import { temporaryFolder } from '../dynamodb/open-dynamo.ts';
import { eventually } from './queue-place.ts';

const dataDir = temporaryFolder();
let running: ChildProcess | undefined;
afterEach(async () => {
  running?.kill('SIGKILL');
  await (await openDynamoEngine({ dataDir })).stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const numbers = (file: string): number[] => {
  try {
    return readFileSync(join(dataDir, file), 'utf8').split('\n').filter(Boolean).map(Number);
  } catch {
    return [];
  }
};

/** Runs the small runtime till it has written and handled more, then kills it. */
const killedAfter = async (writes: number): Promise<void> => {
  const before = numbers('written').length;
  const child = spawn(process.execPath, [
    join(import.meta.dirname, 'killed-run.ts'),
    dataDir,
    String((numbers('written').at(-1) ?? -1) + 1),
  ]);
  running = child;
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  await eventually(() => {
    if (child.exitCode !== null) throw new Error(errors);
    return numbers('written').length >= before + writes && numbers('handled').length > 0;
  });
  child.kill('SIGKILL');
  await ended;
};

it('a stream loses no change and keeps the order of new ones when the runtime is killed', async () => {
  for (const writes of [7, 20, 1, 13]) await killedAfter(writes);
  const written = numbers('written');
  const last = Number(written.at(-1));
  // One more run hands over what the killed ones left behind, before what it writes itself.
  await killedAfter(30);
  await eventually(() => numbers('handled').includes(last));
  const handled = numbers('handled');
  expect(written.filter((number) => !handled.includes(number))).toEqual([]);
  const firstTimes = [...new Set(handled)];
  expect(firstTimes).toEqual(firstTimes.toSorted((left, right) => left - right));
});
