import { statSync } from 'node:fs';
import type { DeployedResource } from '../assembly/deployed-resource.ts';
import { numberOf, objectOf, stringOf } from '../assembly/json.ts';
import { type LogFormat, type LogLevel, levels } from './log-format.ts';

/** What the runtime reads of one `AWS::Lambda::Function`. */
export type FunctionConfig = {
  readonly arn: string;
  readonly name: string;
  readonly logicalId: string;
  /** Folder of the bundle. */
  readonly folder: string;
  /** Module and export, as `index.handler`. */
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly log: { readonly group: string; readonly format: LogFormat; readonly system: LogLevel; readonly application: LogLevel };
  /** Upper limit of environments that run at once; undefined without one. */
  readonly reserved: number | undefined;
  /** Where failed asynchronous events go after their retries. */
  readonly deadLetterArn: string | undefined;
};

/** Properties that change nothing on this machine: all code is JavaScript, permissions and tracing do not exist here. */
const WITHOUT_EFFECT = [
  'Architectures',
  'CodeSigningConfigArn',
  'Description',
  'EphemeralStorage',
  'KmsKeyArn',
  'RecursiveLoop',
  'Role',
  'RuntimeManagementConfig',
  'Tags',
  'TracingConfig',
];

const READ = [
  'Code',
  'DeadLetterConfig',
  'Environment',
  'FunctionName',
  'Handler',
  'LoggingConfig',
  'MemorySize',
  'PackageType',
  'ReservedConcurrentExecutions',
  'Runtime',
  'Timeout',
];

/** Throws an Error that names the function and the property when it asks for what this runtime does not have. */
export const readFunctionConfig = (resource: DeployedResource): FunctionConfig => {
  const { logicalId, properties, physicalId, attributes } = resource;
  const where = `function ${logicalId}`;
  for (const property of Object.keys(properties)) {
    if (!READ.includes(property) && !WITHOUT_EFFECT.includes(property))
      throw new Error(`${where}: property ${property} is not implemented`);
  }
  if ((properties['PackageType'] ?? 'Zip') !== 'Zip')
    throw new Error(`${where}: PackageType ${String(properties['PackageType'])} is not implemented`);
  const runtime = stringOf(properties['Runtime'], `Runtime of ${where}`);
  if (!/^nodejs2[24]\.x$/.test(runtime)) throw new Error(`${where}: runtime ${runtime} is not implemented`);
  const reserved = properties['ReservedConcurrentExecutions'];
  if (reserved === 0) throw new Error(`${where}: ReservedConcurrentExecutions 0 (a function that never runs) is not implemented`);
  const deadLetterArn = objectOf(properties['DeadLetterConfig'], `DeadLetterConfig of ${where}`)['TargetArn'];
  return {
    arn: stringOf(attributes['Arn'], `ARN of ${where}`),
    name: physicalId,
    logicalId,
    folder: bundleFolder(resource),
    handler: stringOf(properties['Handler'], `Handler of ${where}`),
    memoryMb: numberOf(properties['MemorySize'] ?? 128, `MemorySize of ${where}`),
    timeoutMs: numberOf(properties['Timeout'] ?? 3, `Timeout of ${where}`) * 1000,
    variables: readVariables(properties, where),
    log: readLogging(properties, physicalId, where),
    reserved: reserved === undefined ? undefined : numberOf(reserved, `ReservedConcurrentExecutions of ${where}`),
    deadLetterArn: typeof deadLetterArn === 'string' ? deadLetterArn : undefined,
  };
};

const bundleFolder = ({ logicalId, bundle }: DeployedResource): string => {
  if (bundle === undefined || !statSync(bundle, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`function ${logicalId}: its code must be a folder asset of the assembly`);
  }
  return bundle;
};

const readVariables = (properties: DeployedResource['properties'], where: string): Record<string, string> => {
  const variables = objectOf(objectOf(properties['Environment'], `Environment of ${where}`)['Variables'], `variables of ${where}`);
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => {
      const text =
        typeof value === 'number' || typeof value === 'boolean' ? String(value) : stringOf(value, `variable ${name} of ${where}`);
      if (/\.execute-api\./.test(text))
        throw new Error(`${where}: variable ${name} names an API in AWS; give it the attribute ApiEndpoint`);
      return [name, text];
    }),
  );
};

const readLogging = (properties: DeployedResource['properties'], name: string, where: string): FunctionConfig['log'] => {
  const logging = objectOf(properties['LoggingConfig'], `LoggingConfig of ${where}`);
  const level = (field: string): LogLevel => {
    const given = logging[field] ?? 'INFO';
    const found = levels.find((candidate) => candidate === given);
    if (!found) throw new Error(`${where}: ${field} ${String(given)} is not a level`);
    return found;
  };
  return {
    group: typeof logging['LogGroup'] === 'string' ? logging['LogGroup'] : `/aws/lambda/${name}`,
    format: logging['LogFormat'] === 'JSON' ? 'JSON' : 'Text',
    system: level('SystemLogLevel'),
    application: level('ApplicationLogLevel'),
  };
};
