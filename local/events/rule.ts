import type { DeployedResource } from '../assembly/deployed-resource.ts';
import { isObject, listOf, stringOf } from '../assembly/json.ts';
import { describeResource, expectKnownProperties, expectOneOf } from '../queues/known-properties.ts';
import { compilePattern } from '../sources/event-pattern.ts';
import type { BusEvent } from './bus-event.ts';
import { readTarget, type Target } from './target.ts';

type RuleTarget = Target & {
  /** What the target gets: the event, a part of it, or a constant; JSON text. */
  readonly payload: (event: BusEvent) => string;
};

/** A rule of the default bus. One without a pattern only has its schedule. */
export type Rule = {
  readonly cell: string;
  readonly arn: string;
  readonly enabled: boolean;
  readonly matches: (event: BusEvent) => boolean;
  readonly schedule: string | undefined;
  readonly targets: readonly RuleTarget[];
};

/** `$.detail.name`: steps through objects only. */
const partOf = (path: string, what: string): ((event: BusEvent) => string) => {
  if (!/^\$(\.[\w-]+)*$/.test(path)) throw new Error(`${what}: the local runtime does not implement InputPath ${path}`);
  const steps = path.split('.').slice(1);
  return (event) => JSON.stringify(steps.reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), event) ?? null);
};

const payloadOf = (input: unknown, path: unknown, what: string): RuleTarget['payload'] => {
  if (input !== undefined && path !== undefined) throw new Error(`${what} has both Input and InputPath`);
  if (path !== undefined) return partOf(stringOf(path, `InputPath of ${what}`), what);
  if (input === undefined) return (event) => JSON.stringify(event);
  const constant = stringOf(input, `Input of ${what}`);
  JSON.parse(constant);
  return () => constant;
};

const isDefaultBus = (name: unknown) =>
  name === undefined || name === 'default' || (typeof name === 'string' && name.endsWith(':event-bus/default'));

/** Reads an `AWS::Events::Rule`. Throws naming what is not implemented. */
export const readRule = (resource: DeployedResource): Rule => {
  const { properties } = resource;
  const what = describeResource(resource);
  expectKnownProperties(
    resource,
    ['Name', 'EventBusName', 'EventPattern', 'ScheduleExpression', 'State', 'Targets'],
    ['Description', 'RoleArn', 'Tags'],
  );
  expectOneOf(resource, 'State', properties['State'], ['ENABLED', 'DISABLED']);
  if (!isDefaultBus(properties['EventBusName'])) throw new Error(`${what}: the local runtime has no event bus but the default one`);
  const { EventPattern: pattern, ScheduleExpression: schedule } = properties;
  const matches = pattern === undefined ? () => false : compilePattern(typeof pattern === 'string' ? JSON.parse(pattern) : pattern);
  return {
    cell: resource.cell,
    arn: stringOf(resource.attributes['Arn'], `Arn of ${what}`),
    enabled: properties['State'] !== 'DISABLED',
    matches,
    schedule: schedule === undefined ? undefined : stringOf(schedule, `ScheduleExpression of ${what}`),
    targets: listOf(properties['Targets'], `Targets of ${what}`).map((entry) => {
      const { target, properties: given } = readTarget(resource, entry, ['Id', 'Input', 'InputPath']);
      return { ...target, payload: payloadOf(given['Input'], given['InputPath'], `a target of ${what}`) };
    }),
  };
};
