import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What a command said, and how it ended. */
export type Said = { readonly code: unknown; readonly out: string; readonly err: string };

const account = { AWS_REGION: 'ap-southeast-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

/** Runs one of the operator's commands (a file of scripts/) in a process of its own. @param endpoints `AWS_ENDPOINT_URL_…` by service, e.g. `{ SQS: 'http://…' }` */
export const runScript = async (
  script: string,
  args: readonly string[],
  endpoints: Readonly<Record<string, string>> = {},
): Promise<Said> => {
  const urls = Object.fromEntries(Object.entries(endpoints).map(([service, url]) => [`AWS_ENDPOINT_URL_${service}`, url]));
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../scripts', `${script}.ts`), ...args], {
    env: { ...process.env, ...account, ...urls },
  });
  const text = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    text.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text.err += chunk;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, ...text };
};
