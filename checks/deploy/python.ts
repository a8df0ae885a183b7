import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runToEnd } from './child-process.ts';

const requirements = resolve(import.meta.dirname, 'requirements.txt');
const CREATE_MS = 60_000;
const INSTALL_MS = 300_000;

/** What pip and Python may take from the environment: where packages come from, and how connections are trusted. */
const inherited = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/**
 * Makes the check's own virtual environment in `folder`, or takes the one that is there when it was made from the same
 * requirements. Returns the path of its Python.
 * @throws Error when there is no Python 3.11 or a package cannot be installed
 */
export const pythonEnvironment = async (folder: string, tell: (line: string) => void): Promise<string> => {
  const python = join(folder, 'bin', 'python');
  const stamp = join(folder, 'made-from');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;

  tell('Making the virtual environment …');
  rmSync(folder, { recursive: true, force: true });
  const above = resolve(folder, '..');
  mkdirSync(above, { recursive: true });
  const program = { cwd: above, env: inherited() };
  await runToEnd({ ...program, command: 'python3.11', args: ['-m', 'venv', folder] }, CREATE_MS);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  await runToEnd({ ...program, command: python, args: install }, INSTALL_MS);
  writeFileSync(stamp, wanted);
  return python;
};
