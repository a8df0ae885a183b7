import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeployedResource } from '../../../local/assembly/deployed-resource.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { type Functions, type FunctionsOptions, openFunctions } from '../../../local/lambda/functions.ts';
import { type LogGroups, openLogGroups } from '../../../local/lambda/log-groups.ts';

const arnOf = (name: string) => `arn:aws:lambda:ap-southeast-1:000000000000:function:${name}`;

/** A runtime with functions whose code is given as text, in a folder that disappears. */
export type FunctionLab = {
  readonly clock: VirtualClock;
  readonly functions: Functions;
  readonly logs: LogGroups;
  readonly directory: string;
  readonly delivered: [string, string][];
  readonly remarks: string[];
  /** Deploys `code` as the function's index.mjs and gives its ARN. */
  deploy(name: string, code: string, properties?: Record<string, unknown>, extra?: readonly DeployedResource[]): string;
  /** Lines of a log group so far. */
  lines(group: string): string[];
  stop(): Promise<void>;
};

export const resource = (type: string, logicalId: string, properties: Record<string, unknown>): DeployedResource => ({
  cell: 'Test',
  stack: 'Test-Service',
  logicalId,
  type,
  properties,
  physicalId: logicalId,
  attributes: {},
  dependsOn: [],
});

/** The resource of a function; its bundle is written to `directory`. */
export const functionResource = (
  directory: string,
  name: string,
  code: string,
  properties: Record<string, unknown> = {},
): DeployedResource => {
  const bundle = join(directory, name);
  mkdirSync(bundle, { recursive: true });
  writeFileSync(join(bundle, 'index.mjs'), code);
  return {
    ...resource('AWS::Lambda::Function', name, {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      LoggingConfig: { LogFormat: 'JSON' },
      ...properties,
    }),
    attributes: { Arn: arnOf(name) },
    bundle,
  };
};

export const openFunctionLab = (
  options: Partial<FunctionsOptions> = {},
  directory = mkdtempSync(join(tmpdir(), 'functions-')),
): FunctionLab => {
  const clock = options.clock ?? new VirtualClock();
  const logs = openLogGroups(join(directory, 'logs'));
  const delivered: [string, string][] = [];
  const remarks: string[] = [];
  const functions = openFunctions({
    clock,
    dataDir: directory,
    endpoints: { AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9' },
    logs,
    deliver: async (arn, body) => {
      delivered.push([arn, body]);
    },
    log: (line) => remarks.push(line),
    ...options,
  });
  return {
    clock,
    functions,
    logs,
    directory,
    delivered,
    remarks,
    deploy: (name, code, properties, extra = []) => {
      functions.deploy([functionResource(directory, name, code, properties), ...extra]);
      return arnOf(name);
    },
    lines: (group) => {
      try {
        return readFileSync(join(directory, 'logs', `${group.replace(/^\//, '').replaceAll('/', '_')}.log`), 'utf8')
          .split('\n')
          .filter(Boolean);
      } catch {
        return [];
      }
    },
    stop: async () => {
      await functions.stop();
      logs.stop();
      clock.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};

/** Waits until `condition` holds. */
export const until = async (condition: () => boolean, deadlineMs = 10_000): Promise<void> => {
  const end = performance.now() + deadlineMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`never became true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
