/**
 * A place as a process of its own, for tests that kill it. Argument: JSON of ServeOptions. Prints its surroundings as one line once
 * it serves, and ends in order at SIGTERM.
 */
import { bootRuntime } from '../../../local/runtime.ts';
import { PEOPLE, PROVINCE } from './cell.ts';
import { surroundingsOf } from './surroundings.ts';

export type ServeOptions = { readonly assembly: string; readonly dataDir: string };

const { assembly, dataDir }: ServeOptions = JSON.parse(process.argv[2] ?? '');
const runtime = await bootRuntime({
  assembly,
  dataDir,
  province: PROVINCE,
  people: PEOPLE,
  log: (line) => process.stderr.write(`${line}\n`),
});
process.on('SIGTERM', async () => {
  await runtime.stop();
  process.exit(0);
});
process.stdout.write(`${JSON.stringify(surroundingsOf(runtime))}\n`);
