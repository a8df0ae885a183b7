import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import * as z from 'zod';

const root = resolve(import.meta.dirname, '../..');

const DemoFigures = z.object({
  seconds: z.number(),
  resultVerified: z.literal(true),
  stateTransitions: z.number(),
  writeUnits: z.number(),
  readUnits: z.number(),
  apiRequests: z.number(),
  logBytes: z.number(),
});

/** What one run of `npm run -s demo -- --json` printed. */
export type DemoFigures = z.infer<typeof DemoFigures>;

/** Runs the demo's whole journey in a process of its own. @throws when it fails or its result is not verified */
export const runDemo = (): Promise<DemoFigures> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, ['local/demo.ts', '--json'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let [printed, remarks] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      remarks += chunk.toString('utf8');
    });
    child.on('error', fail);
    child.on('close', (code) => {
      if (code !== 0) return fail(new Error(`the demo ended with ${code}: ${remarks.slice(-2000)}`));
      const figures = DemoFigures.safeParse(JSON.parse(printed.trim().split('\n').at(-1) ?? ''));
      if (figures.success) done(figures.data);
      else fail(figures.error);
    });
  });
