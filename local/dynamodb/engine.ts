import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, closeSync, constants, mkdirSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { createEngineCall } from './engine-call.ts';
import { type EngineDatabase, openEngineDatabase } from './engine-database.ts';
import { endLeftover, forgetEngine, recordEngine } from './leftover.ts';

export type DynamoEngine = {
  /** URL of the engine itself; functions get the proxy's instead. */
  readonly endpoint: string;
  /** Undefined when the endpoint was given from outside. */
  readonly database: EngineDatabase | undefined;
  readonly pid: number | undefined;
  /** The process of a killed earlier run that was ended at start, if there was one. */
  readonly endedLeftover: number | undefined;
  stop(): Promise<void>;
};

type EngineOptions = {
  /** Folder that survives a restart; the engine keeps `dynamodb.sqlite` in it. */
  readonly dataDir: string;
  /** Told when the engine ends without having been asked to. */
  readonly onExit?: (reason: string) => void;
};

const START_DEADLINE_MS = 10_000;

const runnable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const packagedBinary = (): string | undefined => {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json')), 'dynoxide');
  } catch {
    return undefined;
  }
};

/** The engine's program: the npm package's on Linux x86-64, elsewhere the one on PATH. */
const findEngine = (): string | undefined =>
  [packagedBinary(), ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'dynoxide'))].find(
    (file) => file !== undefined && runnable(file),
  );

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** Resolves to true once the engine answers, to false when it ended before (its port was taken, its file is damaged). */
const answers = async (endpoint: string, child: ChildProcess): Promise<boolean> => {
  const engine = createEngineCall(endpoint);
  const deadline = performance.now() + START_DEADLINE_MS;
  try {
    while (!hasEnded(child) && performance.now() < deadline) {
      const ready = await engine.call('ListTables', {}).then(
        () => true,
        () => false,
      );
      if (ready && !hasEnded(child)) return true;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return false;
  } finally {
    engine.close();
  }
};

const end = async (child: ChildProcess): Promise<void> => {
  if (hasEnded(child)) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await exited;
  clearTimeout(force);
};

const givenEndpoint = (endpoint: string): DynamoEngine => ({
  endpoint,
  database: undefined,
  pid: undefined,
  endedLeftover: undefined,
  stop: async () => undefined,
});

/**
 * Starts dynoxide on `<dataDir>/dynamodb.sqlite` and waits till it answers. `MOT_CUA_DYNAMODB_ENDPOINT`, when set, names an
 * endpoint to use instead (a machine for which there is no dynoxide).
 */
export const openDynamoEngine = async ({ dataDir, onExit }: EngineOptions): Promise<DynamoEngine> => {
  const given = process.env['MOT_CUA_DYNAMODB_ENDPOINT'];
  if (given) return givenEndpoint(given);
  const binary = findEngine();
  if (!binary) throw new Error('no dynoxide in node_modules or on PATH, and MOT_CUA_DYNAMODB_ENDPOINT names no DynamoDB endpoint');

  mkdirSync(dataDir, { recursive: true });
  const folder = realpathSync(dataDir);
  const file = join(folder, 'dynamodb.sqlite');
  const record = join(folder, 'dynamodb.process.json');
  const log = join(folder, 'dynamodb.log');
  const endedLeftover = await endLeftover(record, file);

  // A free port may be taken by someone else before the engine binds it: then another is tried.
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const errors = openSync(log, 'w');
    const child = spawn(binary, ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', file], {
      stdio: ['ignore', 'ignore', errors],
    });
    closeSync(errors);
    child.on('error', () => undefined);
    if (child.pid !== undefined) recordEngine(record, child.pid);
    const endpoint = `http://127.0.0.1:${port}`;
    if (!(await answers(endpoint, child))) {
      await end(child);
      forgetEngine(record);
      if (attempt < 3) continue;
      throw new Error(`dynoxide does not start on ${file}: ${readFileSync(log, 'utf8').trim()}`);
    }
    const stopped = { asked: false };
    child.on('exit', (code, signal) => {
      if (!stopped.asked) onExit?.(`dynoxide ended by itself (${signal ?? code})`);
    });
    const stop = async () => {
      stopped.asked = true;
      await end(child);
      forgetEngine(record);
    };
    try {
      const database = openEngineDatabase(file);
      const close = async () => {
        database.close();
        await stop();
      };
      return { endpoint, database, pid: child.pid, endedLeftover, stop: close };
    } catch (error) {
      await stop();
      throw error;
    }
  }
};
