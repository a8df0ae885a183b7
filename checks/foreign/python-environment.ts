import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from './command.ts';

/**
 * What is installed beside each other; two sets, since they ask for different versions of a library they share:
 * `judges` (moto's engine and the linters of templates) and `api` (schemathesis).
 */
export type Environment = 'judges' | 'api';

const FOLDER = resolve(import.meta.dirname, '../../.venv/foreign');
const REQUIREMENTS = join(import.meta.dirname, 'requirements');
const INSTALL_WITHIN_S = 900;

const filesOf = (name: Environment) => ({
  requirements: join(REQUIREMENTS, `${name}.txt`),
  constraints: join(REQUIREMENTS, `${name}.constraints.txt`),
});

const wanted = (name: Environment): string => {
  const { requirements, constraints } = filesOf(name);
  return createHash('sha256').update(readFileSync(requirements)).update(readFileSync(constraints)).digest('hex');
};

const step = async (program: string, args: readonly string[]): Promise<void> => {
  const { code, stdout, stderr } = await run(program, args, { seconds: INSTALL_WITHIN_S });
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${stdout.slice(-2000)}${stderr.slice(-2000)}`);
};

/** A program that an environment holds. */
export const inPython = (name: Environment, program: string): string => join(FOLDER, name, 'bin', program);

/** Makes a Python environment of this check, or leaves it as it is when it has what its requirements name. */
export const preparePython = async (name: Environment): Promise<void> => {
  const marker = join(FOLDER, name, 'requirements.sha256');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted(name)) return;
  mkdirSync(FOLDER, { recursive: true });
  // Whatever the project's own list of ignored files says, nothing in here is to be looked at by anyone.
  writeFileSync(join(FOLDER, '.gitignore'), '*\n');
  await step('python3', ['-m', 'venv', '--clear', join(FOLDER, name)]);
  const { requirements, constraints } = filesOf(name);
  const files = ['--requirement', requirements, '--constraint', constraints];
  await step(inPython(name, 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...files]);
  writeFileSync(marker, wanted(name));
};
