import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { apiClient, type Json, textField } from '../../local/demo/api-client.ts';
import { recall } from '../../local/remembered.ts';
import { findRunning } from '../../local/running.ts';
import { PEOPLE } from '../support/place/cell.ts';
import { scratchFolder } from '../support/place/scratch.ts';

const project = resolve(import.meta.dirname, '../..');
const run = (program: string, args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [`local/${program}.ts`, ...args], { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] });

/** Everything that a program writes to its standard output, and how it ended. */
const outputOf = async (child: ChildProcess): Promise<{ readonly text: string; readonly code: unknown }> => {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  const [code] = await once(child, 'close');
  return { text, code };
};

describe('the commands', () => {
  const folder = scratchFolder('commands');
  const data = ['--data', folder.path];
  let started: ChildProcess;
  let output: ReturnType<typeof outputOf>;
  let ready: Json;

  beforeAll(async () => {
    // A folder that knows its ports already keeps them; 0 takes free ones, for tests must not meet a runtime that somebody uses.
    recall(folder.path, { province: 0, national: 0, issuer: 0, gateway: 0 }, []);
    started = run('start', ['--no-demo', '--json', '--people', String(PEOPLE), ...data]);
    output = outputOf(started);
    const stdout = started.stdout;
    if (!stdout) throw new Error('start has no output');
    const said = once(stdout, 'data').then(([chunk]) => String(chunk));
    const failed = output.then(() => {
      throw new Error('start ended before it was ready');
    });
    ready = JSON.parse(await Promise.race([said, failed]));
  });
  afterAll(async () => {
    started.kill('SIGKILL');
    await output;
    folder.remove();
  });

  it('start with --json says on one line where everything is', async () => {
    expect(ready).toMatchObject({
      ready: true,
      data: folder.path,
      personas: expect.arrayContaining(['citizen-renter', 'officer', 'land']),
    });
    const page = await fetch(textField(ready, 'openapi'));
    expect([page.status, (await page.text()).includes('/citizen/dossiers')]).toEqual([200, true]);
    expect(textField(ready, 'gateway')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
  });

  it('start with --json, and its note in the data folder, hold what the operators’ commands are given', async () => {
    const Operators = z.object({
      table: z.string(),
      machine: z.string(),
      queuePrefix: z.string(),
      environment: z.record(z.string(), z.string()),
    });
    const operators = Operators.parse(ready['operators']);
    expect(findRunning(folder.path).operators).toEqual(ready['operators']);
    const { table, machine, queuePrefix, environment } = operators;
    const verified = await outputOf(
      spawn(process.execPath, ['scripts/verify.ts', '--table', table, '--machine', machine, '--queue-prefix', queuePrefix], {
        cwd: project,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env['PATH'], ...environment },
      }),
    );
    expect(verified).toEqual({ text: expect.stringMatching(/: no faults\n$/), code: 0 });
  });

  it.each([
    ['citizen-renter', '/citizen/dossiers'],
    ['officer', '/staff/inbox'],
    ['land', '/agency/tasks?office=ZLR.042.000'],
  ])('token prints a token of %s that opens %s', async (persona, path) => {
    const { text, code } = await outputOf(run('token', [persona, ...data]));
    expect(code).toBe(0);
    expect((await apiClient(textField(ready, 'api'), text.trim()).send('GET', path)).status).toBe(200);
  });

  it('token names the personas when it is asked for another', async () => {
    const child = run('token', ['nobody', ...data]);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    const { text, code } = await outputOf(child);
    expect([text, code]).toEqual(['', 1]);
    expect(said).toContain('citizen-renter');
  });

  it('a second start on the same folder is refused by name', async () => {
    const { text, code } = await outputOf(run('start', ['--no-demo', '--json', ...data]));
    expect([text, code]).toEqual(['', 1]);
  });

  it('start ends in order at SIGTERM, with nothing else on its output', async () => {
    started.kill('SIGTERM');
    const { text, code } = await output;
    expect(code).toBe(0);
    expect(text.trimEnd().split('\n')).toEqual([JSON.stringify(ready)]);
  });
});
