import { join } from 'node:path';
import type { DeployedResource } from '../assembly/deployed-resource.ts';
import { stringOf } from '../assembly/json.ts';
import { arnOf } from '../assembly/place.ts';
import { AwsError, type AwsJsonService } from '../aws-json.ts';
import type { VirtualClock } from '../clock.ts';
import { describeResource, expectKnownProperties, expectOneOf } from '../queues/known-properties.ts';
import { openJsonStore } from './json-store.ts';
import { optionalText, optionalWholeNumber, refuseParameters, type ServiceInput, serveOperations, text, texts } from './service-input.ts';

const TYPES = ['String', 'StringList', 'SecureString'];
/** `template`: the value that the template last gave; `changed`: epoch milliseconds. */
type Parameter = {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly version: number;
  readonly changed: number;
  readonly template?: string;
};

const shown = ({ name, type, value, version, changed }: Parameter) => ({
  Name: name,
  Type: type,
  Value: value,
  Version: version,
  LastModifiedDate: changed / 1000,
  ARN: arnOf('ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`),
  DataType: 'text',
});

const isBelow = (name: string, path: string, recursive: boolean): boolean => {
  const folder = path.endsWith('/') ? path : `${path}/`;
  return name.startsWith(folder) && (recursive || !name.slice(folder.length).includes('/'));
};

/** Systems Manager parameters (target prefix `AmazonSSM`), kept in `<dataDir>/parameters.json`. */
export const openParameters = (options: { readonly dataDir: string; readonly clock: VirtualClock }) => {
  const { clock } = options;
  const store = openJsonStore<Parameter>(join(options.dataDir, 'parameters.json'));
  /** An ARN puts a slash before a name that has none. */
  const find = (reference: string) => {
    const [, name = reference] = reference.split(/^arn:[^/]*:parameter/);
    return store.get(name) ?? (name === reference ? undefined : store.get(name.slice(1)));
  };

  const deploy = (resource: DeployedResource) => {
    const { properties, physicalId: name } = resource;
    expectKnownProperties(resource, ['Name', 'Type', 'Value', 'DataType'], ['Description', 'Tags', 'Tier', 'AllowedPattern']);
    expectOneOf(resource, 'Type', properties['Type'], ['String', 'StringList']);
    expectOneOf(resource, 'DataType', properties['DataType'], ['text']);
    const value = stringOf(properties['Value'], `Value of ${describeResource(resource)}`);
    const type = stringOf(properties['Type'], `Type of ${describeResource(resource)}`);
    const existing = store.get(name);
    // An update of a stack writes what the template changed and leaves alone what was written since.
    if (existing?.template === value && existing.type === type) return;
    store.set(name, { name, type, value, version: (existing?.version ?? 0) + 1, changed: clock.now(), template: value });
  };

  const put = (input: ServiceInput) => {
    refuseParameters('PutParameter', input, ['AllowedPattern', 'Policies']);
    const name = text(input, 'Name');
    const existing = store.get(name);
    if (existing && input['Overwrite'] !== true)
      throw new AwsError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    const type = optionalText(input, 'Type') ?? existing?.type ?? 'String';
    if (!TYPES.includes(type)) throw new AwsError('UnsupportedParameterType', `The parameter type ${type} is not supported.`);
    const written: Parameter = {
      ...existing,
      name,
      type,
      value: text(input, 'Value'),
      version: (existing?.version ?? 0) + 1,
      changed: clock.now(),
    };
    store.set(name, written);
    return { Version: written.version, Tier: 'Standard' };
  };

  const byPath = (input: ServiceInput) => {
    refuseParameters('GetParametersByPath', input, ['ParameterFilters']);
    const [path, after] = [text(input, 'Path'), optionalText(input, 'NextToken') ?? ''];
    const size = optionalWholeNumber(input, 'MaxResults') ?? 10;
    if (size < 1 || size > 10) throw new AwsError('ValidationException', 'MaxResults must be between 1 and 10');
    const found = store.values().filter(({ name }) => isBelow(name, path, input['Recursive'] === true) && name > after);
    const page = found.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, size);
    return { Parameters: page.map(shown), ...(found.length > size && { NextToken: page.at(-1)?.name }) };
  };

  const service: AwsJsonService = serveOperations('Systems Manager', {
    GetParameter: (input) => {
      const parameter = find(text(input, 'Name'));
      if (!parameter) throw new AwsError('ParameterNotFound', `Parameter ${text(input, 'Name')} not found.`);
      return { Parameter: shown(parameter) };
    },
    GetParameters: (input) => {
      const names = texts(input, 'Names');
      if (names.length < 1 || names.length > 10) throw new AwsError('ValidationException', 'Names must have 1 to 10 members');
      const found = names.flatMap((name) => find(name) ?? []);
      return { Parameters: found.map(shown), InvalidParameters: names.filter((name) => !find(name)) };
    },
    GetParametersByPath: byPath,
    PutParameter: put,
  });
  return {
    service,
    deploy: (resources: readonly DeployedResource[]): void => {
      for (const resource of resources) if (resource.type === 'AWS::SSM::Parameter') deploy(resource);
    },
  };
};
