import { mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import * as z from 'zod';
import { runToEnd } from '../support/child-process.ts';
import { ACCOUNT, type Emulator, REGION, ROOT_KEY } from './emulator.ts';

const project = resolve(import.meta.dirname, '../..');
const BOOTSTRAP_S = 300;
const DEPLOY_S = 600;

/** Outputs of the deployed stacks: name of the stack, name of the output, value. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;
const Outputs = z.record(z.string(), z.record(z.string(), z.string()));

/** Values of parameters by stack name and parameter name. */
export type Parameters = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type Cdk = {
  readonly version: string;
  bootstrap(): Promise<void>;
  /** Deploys every stack of the assembly and returns the outputs of all. */
  deploy(assembly: string, parameters: Parameters): Promise<Outputs>;
};

/**
 * The CDK's command line against the emulator. It works in a folder of its own: in the project's it would synthesize again, and
 * a home of its own keeps its note of which account a key belongs to.
 */
export const cdkCommand = (emulator: Emulator, folder: string): Cdk => {
  mkdirSync(folder, { recursive: true });
  const run = (args: readonly string[], seconds: number) =>
    runToEnd(
      {
        command: process.execPath,
        args: [join(project, 'node_modules/aws-cdk/bin/cdk'), '--no-notices', ...args],
        cwd: folder,
        env: {
          PATH: [join(project, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter),
          HOME: folder,
          TMPDIR: folder,
          AWS_ENDPOINT_URL: emulator.endpoint,
          AWS_ACCESS_KEY_ID: ROOT_KEY.accessKeyId,
          AWS_SECRET_ACCESS_KEY: ROOT_KEY.secretAccessKey,
          AWS_REGION: REGION,
          NODE_EXTRA_CA_CERTS: emulator.certificate,
          CDK_DISABLE_CLI_TELEMETRY: 'true',
          CI: 'true',
        },
      },
      seconds,
    );
  const packageJson: unknown = JSON.parse(readFileSync(join(project, 'node_modules/aws-cdk/package.json'), 'utf8'));
  return {
    version: z.object({ version: z.string() }).parse(packageJson).version,
    bootstrap: async () => {
      await run(['bootstrap', `aws://${ACCOUNT}/${REGION}`], BOOTSTRAP_S);
    },
    deploy: async (assembly, parameters) => {
      const file = join(folder, 'outputs.json');
      const given = Object.entries(parameters).flatMap(([stack, values]) =>
        Object.entries(values).flatMap(([name, value]) => ['--parameters', `${stack}:${name}=${value}`]),
      );
      await run(
        ['deploy', '--app', assembly, 'National/*', 'Province*/*', '--require-approval', 'never', '--outputs-file', file, ...given],
        DEPLOY_S,
      );
      return Outputs.parse(JSON.parse(readFileSync(file, 'utf8')));
    },
  };
};
