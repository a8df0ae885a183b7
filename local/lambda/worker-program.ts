import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

/**
 * Writes the program of all workers into the data folder as one file of plain JavaScript, and gives its address. Loaded as it
 * stands, as TypeScript, it would cost every new worker as much time as most bundles: each thread takes the types off by itself.
 */
export const writeWorkerProgram = (dataDir: string): URL => {
  mkdirSync(dataDir, { recursive: true });
  const outfile = join(dataDir, 'lambda-worker.mjs');
  buildSync({
    entryPoints: [join(import.meta.dirname, 'worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'error',
  });
  return pathToFileURL(outfile);
};
