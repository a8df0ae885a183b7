/**
 * A place as a process of its own, for tests that kill it. Argument: JSON of ServeOptions. Prints its surroundings as one line once
 * it serves, and ends in order at SIGTERM.
 */
import { bootRuntime } from '../../../local/runtime.ts';
import { PEOPLE, PROVINCE } from './cell.ts';
import { surroundingsOf } from './surroundings.ts';

/** `process`: only the runtime dies and its database engine is orphaned. `group`: both die at the same moment. */
export type KillKind = 'process' | 'group';

export type ServeOptions = {
  readonly assembly: string;
  readonly dataDir: string;
  /** Dies the moment the database has executed so many writes, before anyone hears of the last one. */
  readonly dieAtWrite?: { readonly count: number; readonly kind: KillKind } | undefined;
};

const { assembly, dataDir, dieAtWrite }: ServeOptions = JSON.parse(process.argv[2] ?? '');
const runtime = await bootRuntime({
  assembly,
  dataDir,
  province: PROVINCE,
  people: PEOPLE,
  log: (line) => process.stderr.write(`${line}\n`),
});

let writes = 0;
if (dieAtWrite)
  runtime.proxy.afterCall(({ operation }) => {
    if (!['TransactWriteItems', 'PutItem', 'UpdateItem'].includes(operation)) return;
    writes += 1;
    // A negative number means the whole group, of which this process is the leader.
    if (writes === dieAtWrite.count) process.kill(dieAtWrite.kind === 'group' ? -process.pid : process.pid, 'SIGKILL');
  });
process.on('SIGTERM', async () => {
  await runtime.stop();
  process.exit(0);
});
process.stdout.write(`${JSON.stringify(surroundingsOf(runtime))}\n`);
