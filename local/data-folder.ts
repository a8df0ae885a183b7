import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A pid may have been given to another program since: only one that runs this runtime holds the folder.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('local/');
  } catch {
    return false;
  }
};

/**
 * Takes a data folder for this process; two runtimes on one folder would corrupt each other's view of it.
 * @throws Error when another one that is alive holds it
 */
export const holdFolder = (dataDir: string): { release(): void } => {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'runtime.pid');
  if (existsSync(file)) {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid !== process.pid && isAlive(pid))
      throw new Error(`${dataDir} is in use by the runtime with pid ${pid}: end it, or choose another folder with --data`);
  }
  writeFileSync(file, String(process.pid));
  return { release: () => rmSync(file, { force: true }) };
};
