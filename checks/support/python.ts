import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run, runToEnd } from './child-process.ts';
import { MachineLacks } from './report.ts';

const FOLDER = resolve(import.meta.dirname, '../../.venv');
const LEAST = { major: 3, minor: 11 };
const CREATE_S = 300;
const INSTALL_S = 900;

/** What is installed beside each other, and where its lists lie. */
export type Wanted = {
  /** Its folder below `.venv`. */
  readonly name: string;
  /** File that names what is used. */
  readonly requirements: string;
  /** File that pins everything which that brings along. */
  readonly constraints: string;
};

export type PythonEnvironment = {
  /** Path of a program that it holds: `python`, `moto_server`. */
  program(name: string): string;
};

/** `3 11`; undefined when there is no such command, or it cannot make virtual environments. */
const versionOf = async (command: string): Promise<string | undefined> => {
  const asked = run({ command, args: ['-c', 'import ensurepip, sys, venv; print(*sys.version_info[:2])'] }, 60);
  const { code, stdout } = await asked.catch(() => ({ code: undefined, stdout: '' }));
  return code === 0 ? stdout.trim() : undefined;
};

/** The name of a Python that is new enough. @throws MachineLacks when there is none */
const findPython = async (): Promise<string> => {
  for (const command of ['python3.11', 'python3']) {
    const [major = 0, minor = 0] = ((await versionOf(command)) ?? '').split(' ').map(Number);
    if (major === LEAST.major && minor >= LEAST.minor) return command;
  }
  throw new MachineLacks(
    `this check needs Python ${LEAST.major}.${LEAST.minor} or newer with venv (Debian: python3-venv), as python3.11 or python3 on PATH`,
  );
};

/** Its programs name the folder that they were made in: one that was moved is no good. */
const digestOf = ({ requirements, constraints }: Wanted, folder: string): string =>
  [readFileSync(requirements), readFileSync(constraints), folder]
    .reduce((hash, part) => hash.update(part), createHash('sha256'))
    .digest('hex');

/**
 * Makes a virtual environment below `.venv`, or takes the one that is there when it was made from the same lists.
 * @throws MachineLacks when there is no Python that is new enough; Error when a package cannot be installed
 */
export const pythonEnvironment = async (wanted: Wanted, tell: (line: string) => void): Promise<PythonEnvironment> => {
  const folder = join(FOLDER, wanted.name);
  const program = (name: string) => join(folder, 'bin', name);
  const stamp = join(folder, 'made-from');
  const digest = digestOf(wanted, folder);
  const isThere = existsSync(stamp) && existsSync(program('python'));
  if (isThere && readFileSync(stamp, 'utf8') === digest) return { program };

  tell(`making the virtual environment ${wanted.name} …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const python = await findPython();
  await runToEnd({ command: python, args: ['-m', 'venv', folder] }, CREATE_S);
  const lists = ['--requirement', wanted.requirements, '--constraint', wanted.constraints];
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...lists];
  await runToEnd({ command: program('python'), args: install }, INSTALL_S);
  writeFileSync(stamp, digest);
  return { program };
};
