import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const project = resolve(import.meta.dirname, '..');

/**
 * Synthesizes the CDK app into `directory`, in a process of its own: the CDK's library then takes no memory of the runtime.
 * `context`: what `-c` would give beside the province.
 * @throws Error with what the app printed when it fails
 */
export const synthesize = (directory: string, province: string, context: Readonly<Record<string, string>> = {}): Promise<void> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, ['infra/app.ts'], {
      cwd: project,
      env: { ...process.env, CDK_OUTDIR: directory, CDK_CONTEXT_JSON: JSON.stringify({ ...context, province }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        printed += chunk.toString('utf8');
      });
    child.on('error', fail);
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`the CDK app was not synthesized (exit ${code}):\n${printed}`))));
  });
