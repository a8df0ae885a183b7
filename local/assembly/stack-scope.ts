import { identities } from './identities.ts';
import type { Endpoints, Identity } from './identity.ts';
import { NO_VALUE, resolveCondition, resolveValue, type Scope } from './intrinsics.ts';
import { isObject } from './json.ts';
import type { AssemblyStack } from './load-assembly.ts';
import { stableUuid } from './naming.ts';
import { isSsmParameter, parameterValue } from './parameters.ts';
import { arnOf, LOCAL_ACCOUNT, LOCAL_PARTITION, LOCAL_REGION, LOCAL_URL_SUFFIX } from './place.ts';

/** The value that a stack of the same stage exports under a name, wrapped; undefined when none does. */
export type ExportLookup = (name: string) => { readonly value: unknown } | undefined;

/** One stack's view while its template is resolved. */
export type StackScope = {
  readonly stack: AssemblyStack;
  /** Whether a resource is part of the stack under its condition. */
  exists(logicalId: string): boolean;
  identity(logicalId: string): Identity | undefined;
  properties(logicalId: string): Readonly<Record<string, unknown>>;
  outputs(): Readonly<Record<string, unknown>>;
  exported: ExportLookup;
};

export type StackScopeOptions = {
  readonly cell: string;
  readonly stack: AssemblyStack;
  /** Parameter values of the stage. */
  readonly values: Readonly<Record<string, string>>;
  readonly endpoints: Endpoints;
  readonly exports: ExportLookup;
  /** What cannot be resolved is noted here. */
  readonly problems: string[];
};

export const openStackScope = ({ cell, stack, values, endpoints, exports, problems }: StackScopeOptions): StackScope => {
  const { template } = stack;
  const refuse = (problem: string): undefined => {
    problems.push(`${stack.name}: ${problem}`);
  };
  for (const section of template.refused) refuse(`template section or rule ${section}`);
  if (stack.region !== undefined && stack.region !== LOCAL_REGION) refuse(`it is synthesized for ${stack.region}, not ${LOCAL_REGION}`);

  const parameters = new Map<string, unknown>();
  for (const [name, declaration] of Object.entries(template.parameters)) {
    if (!isSsmParameter(declaration)) parameters.set(name, parameterValue(name, declaration, values[name], refuse));
  }
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': LOCAL_ACCOUNT,
    'AWS::NoValue': NO_VALUE,
    'AWS::NotificationARNs': [],
    'AWS::Partition': LOCAL_PARTITION,
    'AWS::Region': LOCAL_REGION,
    'AWS::StackId': arnOf('cloudformation', `stack/${stack.name}/${stableUuid({ cell, stack: stack.name, logicalId: '' })}`),
    'AWS::StackName': stack.name,
    'AWS::URLSuffix': LOCAL_URL_SUFFIX,
  };

  const underWay = new Set<string>();
  /** Guards against references in a circle, which would not end. */
  const once = <T>(what: string, run: () => T): T | undefined => {
    if (underWay.has(what)) return refuse(`circular reference through ${what}`);
    underWay.add(what);
    try {
      return run();
    } finally {
      underWay.delete(what);
    }
  };

  const exists = (logicalId: string): boolean => {
    const resource = template.resources[logicalId];
    return resource !== undefined && (resource.condition === undefined || scope.condition(resource.condition));
  };

  const known = new Map<string, Identity>();
  const identity = (logicalId: string): Identity | undefined => {
    const found = known.get(logicalId);
    if (found) return found;
    const resource = template.resources[logicalId];
    if (!resource || !exists(logicalId)) return refuse(`reference to ${logicalId}, which the stack does not have`);
    const identify = identities[resource.type];
    if (!identify) return refuse(`resource type ${resource.type} (${logicalId})`);
    const property = (name: string) => resolveValue(resource.properties[name], scope);
    const made = once(logicalId, () => identify({ cell, stack: stack.name, logicalId, property, endpoints }));
    if (made) known.set(logicalId, made);
    return made;
  };

  const scope: Scope = {
    refuse,
    ref: (name) => {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      if (parameters.has(name)) return parameters.get(name);
      if (template.parameters[name]) return refuse(`parameter ${name} of type ${String(template.parameters[name]['Type'])}`);
      return identity(name)?.physicalId;
    },
    attribute: (logicalId, attribute) => {
      const attributes = identity(logicalId)?.attributes;
      if (!attributes) return undefined;
      return attributes[attribute] ?? refuse(`attribute ${attribute} of ${template.resources[logicalId]?.type} (${logicalId})`);
    },
    importValue: (name) => {
      const found = once(`import of ${name}`, () => exports(name));
      return found ? found.value : refuse(`import of ${name}, which no stack of ${cell || 'the app'} exports`);
    },
    condition: (name) => {
      if (!Object.hasOwn(template.conditions, name)) refuse(`condition ${name}, which the stack does not have`);
      else return once(`condition ${name}`, () => resolveCondition(template.conditions[name], scope)) ?? false;
      return false;
    },
    mapping: (map, first, second) => {
      const section = template.mappings[map];
      const row = isObject(section) ? section[first] : undefined;
      const value = isObject(row) ? row[second] : undefined;
      return value ?? refuse(`mapping ${map}.${first}.${second}, which the stack does not have`);
    },
  };

  const presentOutputs = () =>
    Object.entries(template.outputs).filter(([, { condition }]) => condition === undefined || scope.condition(condition));

  return {
    stack,
    exists,
    identity,
    properties: (logicalId) => {
      const resolved = resolveValue(template.resources[logicalId]?.properties ?? {}, scope);
      return isObject(resolved) ? resolved : {};
    },
    outputs: () => Object.fromEntries(presentOutputs().map(([name, { value }]) => [name, resolveValue(value, scope)])),
    exported: (name) => {
      const output = presentOutputs().find(([, { exportName }]) => exportName !== undefined && resolveValue(exportName, scope) === name);
      return output && { value: resolveValue(output[1].value, scope) };
    },
  };
};
