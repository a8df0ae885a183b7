import type { AwsCalls } from './aws-call.ts';
import type { Outputs } from './cdk.ts';
import { type StackResource, stackResources } from './stack-resources.ts';

/** What the check needs to know of the deployed cells. Functions and roles are those of both. */
export type DeployedCells = {
  /** Addresses of the HTTP APIs, without a slash at the end. */
  readonly api: string;
  readonly nationalApi: string;
  readonly documentsBucket: string;
  readonly approvalMachine: string;
  /** Function that loads registry records. */
  readonly loader: string;
  /** Queue URL by agency system. */
  readonly queues: ReadonlyMap<string, string>;
  /** Name by logical name, without the digest that the CDK adds: Dossiers, Registries. */
  readonly tables: ReadonlyMap<string, string>;
  readonly resources: readonly StackResource[];
};

const output = (outputs: Outputs, stack: string, fits: (name: string) => boolean): string => {
  const found = Object.entries(outputs[stack] ?? {}).find(([name]) => fits(name));
  if (!found) throw new Error(`the stack ${stack} does not give the output that the check needs`);
  return found[1];
};

/** The emulator serves an API under its own address; its host name for it resolves nowhere but in its own hands. */
const apiAddress = (endpoint: string, apiUrl: string): string => {
  const id = /^https?:\/\/([^.]+)\./.exec(apiUrl)?.[1];
  if (!id) throw new Error(`${apiUrl} names no API`);
  return `${endpoint}/_aws/execute-api/${id}/$default`;
};

const QUEUE_OUTPUT = /^(.+)TasksUrl$/;

export const deployedCells = async (calls: AwsCalls, endpoint: string, province: string, outputs: Outputs): Promise<DeployedCells> => {
  const cell = `Province${province}`;
  const named = (name: string) => (candidate: string) => candidate === name;
  const stacks = Object.keys(outputs);
  const resources = (await Promise.all(stacks.map((stack) => stackResources(calls, stack)))).flat();
  const machine = resources.find(({ type }) => type === 'AWS::StepFunctions::StateMachine');
  if (!machine) throw new Error(`the stack ${cell}-Service has no state machine`);
  const queues = Object.entries(outputs[`${cell}-Agencies`] ?? {}).flatMap(([name, url]) => {
    const system = QUEUE_OUTPUT.exec(name)?.[1]?.toLowerCase();
    return system ? [[system, url] as const] : [];
  });
  return {
    api: apiAddress(endpoint, output(outputs, `${cell}-Service`, named('ApiUrl'))),
    nationalApi: apiAddress(endpoint, output(outputs, 'National-Service', named('ApiUrl'))),
    documentsBucket: output(outputs, `${cell}-State`, (name) => name.startsWith('ExportsOutputRefDocuments')),
    approvalMachine: machine.physicalId,
    loader: output(outputs, 'National-Service', named('LoadRegistryName')),
    queues: new Map(queues),
    tables: new Map(
      resources
        .filter(({ type }) => type === 'AWS::DynamoDB::GlobalTable')
        .map(({ logicalId, physicalId }) => [logicalId.replace(/[0-9A-F]{8}$/, ''), physicalId]),
    ),
    resources,
  };
};
