import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Memory where there is some: a place writes each message and item to its files, and waits for the disk. */
const SHARED_MEMORY = '/dev/shm';

/** A new folder for one place; it survives its runtime and goes with `remove`. */
export const scratchFolder = (what: string): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(existsSync(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir(), `mot-cua-${what}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};
