import { type JsonObject, objectOf, readJsonFile, stringOf } from './json.ts';

export type TemplateResource = {
  readonly type: string;
  readonly properties: JsonObject;
  readonly condition: string | undefined;
  readonly dependsOn: readonly string[];
};

type TemplateOutput = { readonly value: unknown; readonly exportName: unknown; readonly condition: string | undefined };

/** A CloudFormation template, read but not resolved. Fields of values may still be intrinsics. */
export type Template = {
  readonly parameters: Readonly<Record<string, JsonObject>>;
  readonly conditions: JsonObject;
  readonly mappings: JsonObject;
  readonly resources: Readonly<Record<string, TemplateResource>>;
  readonly outputs: Readonly<Record<string, TemplateOutput>>;
  /** Sections and rules that change what the template means and that this runtime does not implement. */
  readonly refused: readonly string[];
};

const READ_SECTIONS = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Conditions',
  'Mappings',
  'Resources',
  'Outputs',
  'Rules',
];

/** CDK's own check that the account is bootstrapped: nothing to bootstrap here. */
const BOOTSTRAP_RULE = 'CheckBootstrapVersion';

export const readTemplate = (file: string): Template => parseTemplate(readJsonFile(file));

export const parseTemplate = (template: JsonObject): Template => ({
  parameters: mapObject(template['Parameters'], 'Parameters', (value, name) => objectOf(value, `parameter ${name}`)),
  conditions: objectOf(template['Conditions'], 'Conditions'),
  mappings: objectOf(template['Mappings'], 'Mappings'),
  resources: mapObject(template['Resources'], 'Resources', parseResource),
  outputs: mapObject(template['Outputs'], 'Outputs', (value, name) => {
    const output = objectOf(value, `output ${name}`);
    return { value: output['Value'], exportName: objectOf(output['Export'], `export of ${name}`)['Name'], condition: conditionOf(output) };
  }),
  refused: [
    ...Object.keys(template).filter((section) => !READ_SECTIONS.includes(section)),
    ...Object.keys(objectOf(template['Rules'], 'Rules')).filter((rule) => rule !== BOOTSTRAP_RULE),
  ],
});

const parseResource = (value: unknown, logicalId: string): TemplateResource => {
  const resource = objectOf(value, `resource ${logicalId}`);
  const dependsOn = resource['DependsOn'] ?? [];
  return {
    type: stringOf(resource['Type'], `type of ${logicalId}`),
    properties: objectOf(resource['Properties'], `properties of ${logicalId}`),
    condition: conditionOf(resource),
    dependsOn: (Array.isArray(dependsOn) ? dependsOn : [dependsOn]).map((id) => stringOf(id, `DependsOn of ${logicalId}`)),
  };
};

const conditionOf = (entry: JsonObject): string | undefined => (typeof entry['Condition'] === 'string' ? entry['Condition'] : undefined);

const mapObject = <T>(section: unknown, name: string, parse: (value: unknown, key: string) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(objectOf(section, name)).map(([key, value]) => [key, parse(value, key)]));
