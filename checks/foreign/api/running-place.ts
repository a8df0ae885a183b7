import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from '../command.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const BOOTS_WITHIN_MS = 180_000;
const STOPS_WITHIN_MS = 20_000;

const fieldOf = (value: unknown, name: string): string => {
  const field: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  if (typeof field !== 'string') throw new Error(`the runtime's description has no ${name}`);
  return field;
};

/** The local runtime as a user starts it, in a folder of its own, after its demonstration has made one dossier. */
export const startPlace = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'foreign-api-'));
  const child = spawn(process.execPath, ['local/start.ts', '--json', '--data', dataDir], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((done) => child.on('close', () => done()));
  let [said, told] = ['', ''];
  child.stderr.on('data', (chunk: Buffer) => {
    told = `${told}${chunk.toString('utf8')}`.slice(-4000);
  });

  const stop = async (): Promise<void> => {
    const kill = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(kill);
    rmSync(dataDir, { recursive: true, force: true });
  };

  const ready = await new Promise<unknown>((done, fail) => {
    const late = setTimeout(
      () => fail(new Error(`the runtime was not ready within ${BOOTS_WITHIN_MS / 1000} s:\n${told}`)),
      BOOTS_WITHIN_MS,
    );
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (!said.endsWith('\n')) return;
      clearTimeout(late);
      done(JSON.parse(said.trim().split('\n').at(-1) ?? ''));
    });
    void ended.then(() => fail(new Error(`the runtime ended before it was ready:\n${told}`)));
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });

  return {
    api: fieldOf(ready, 'api'),
    dataDir,
    /** A bearer token of a persona or an agency system. */
    token: async (persona: string): Promise<string> => {
      const { code, stdout, stderr } = await run(process.execPath, ['local/token.ts', persona, '--data', dataDir], {
        cwd: PROJECT,
        seconds: 60,
      });
      if (code !== 0) throw new Error(`no token for ${persona}: ${stderr}`);
      return stdout.trim();
    },
    stop,
  };
};

export type RunningPlace = Awaited<ReturnType<typeof startPlace>>;
