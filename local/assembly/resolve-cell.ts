import type { DeployedResource } from './deployed-resource.ts';
import { identities, ignoredTypes } from './identities.ts';
import type { Endpoints } from './identity.ts';
import { isObject } from './json.ts';
import type { AssemblyStage } from './load-assembly.ts';
import { declaredParameters, type ParameterValues, parametersFor } from './parameters.ts';
import { type ExportLookup, openStackScope, type StackScope } from './stack-scope.ts';

export type CellOptions = { readonly parameters: ParameterValues; readonly endpoints: Endpoints };

export type Cell = {
  readonly resources: readonly DeployedResource[];
  /** Outputs by `<stack>.<output>`. */
  readonly outputs: Readonly<Record<string, string>>;
};

/**
 * Resolves all templates of one stage.
 * @throws Error one for the whole stage, naming each parameter without a value, each resource type, intrinsic function,
 * attribute and section that is not implemented, and where it stands.
 */
export const openCell = (stage: AssemblyStage, { parameters, endpoints }: CellOptions): Cell => {
  const problems: string[] = [];
  const templates = stage.stacks.map(({ template }) => template);
  const values = parametersFor(stage.name, declaredParameters(templates), parameters);
  const scopes: StackScope[] = [];
  const exports: ExportLookup = (name) => scopes.map((scope) => scope.exported(name)).find((found) => found !== undefined);
  for (const stack of stage.stacks) scopes.push(openStackScope({ cell: stage.name, stack, values, endpoints, exports, problems }));

  const resources = scopes.flatMap((scope) => resourcesOf(scope, stage.name, problems));
  const outputs = Object.fromEntries(
    scopes.flatMap((scope) => Object.entries(scope.outputs()).map(([name, value]) => [`${scope.stack.name}.${name}`, String(value)])),
  );
  if (problems.length > 0) {
    throw new Error(
      `the local runtime cannot deploy ${stage.name || 'the app'}:\n${[...new Set(problems)].map((problem) => `- ${problem}`).join('\n')}`,
    );
  }
  return { resources, outputs };
};

/** The resources of one stage; see openCell. */
export const resolveCell = (stage: AssemblyStage, options: CellOptions): readonly DeployedResource[] => openCell(stage, options).resources;

/** Logical ids of the stage's resources of one type, before anything is resolved: which ports have to be bound first. */
export const logicalIdsOf = (stage: AssemblyStage, type: string): readonly string[] =>
  stage.stacks.flatMap(({ template }) =>
    Object.entries(template.resources).flatMap(([logicalId, resource]) => (resource.type === type ? [logicalId] : [])),
  );

/**
 * Refuses names that two cells (or two resources of one) share: in AWS cells may lie in different accounts, here they share one.
 * @throws Error naming both resources
 */
export const refuseSharedNames = (resources: readonly DeployedResource[]): void => {
  const owners = new Map<string, DeployedResource>();
  for (const resource of resources) {
    const { type, physicalId } = resource;
    if (type.startsWith('AWS::IAM::') || type === 'AWS::ApiGatewayV2::Stage') continue;
    const name = `${type} ${physicalId}`;
    const owner = owners.get(name);
    if (owner) throw new Error(`${name} is both ${whereabouts(owner)} and ${whereabouts(resource)}: cells share one account here`);
    owners.set(name, resource);
  }
};

const whereabouts = ({ stack, logicalId }: DeployedResource): string => `${logicalId} of ${stack}`;

const resourcesOf = (scope: StackScope, cell: string, problems: string[]): readonly DeployedResource[] =>
  Object.entries(scope.stack.template.resources).flatMap(([logicalId, { type, dependsOn }]) => {
    if (ignoredTypes.has(type) || !scope.exists(logicalId)) return [];
    if (!identities[type]) {
      problems.push(`${scope.stack.name}: resource type ${type} (${logicalId})`);
      return [];
    }
    const identity = scope.identity(logicalId);
    const properties = scope.properties(logicalId);
    const bundle = type === 'AWS::Lambda::Function' ? bundleOf(scope, logicalId, properties, problems) : undefined;
    return identity
      ? [{ cell, stack: scope.stack.name, logicalId, type, properties, ...identity, dependsOn, ...(bundle && { bundle }) }]
      : [];
  });

const bundleOf = (
  scope: StackScope,
  logicalId: string,
  properties: DeployedResource['properties'],
  problems: string[],
): string | undefined => {
  const code = properties['Code'];
  const key = isObject(code) ? code['S3Key'] : undefined;
  const path = typeof key === 'string' ? scope.stack.assets.get(key) : undefined;
  if (!path) problems.push(`${scope.stack.name}: code of ${logicalId} is no asset of the assembly`);
  return path;
};
