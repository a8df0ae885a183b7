import type { DeployedResource } from '../assembly/deployed-resource.ts';
import { type JsonObject, numberOf, objectOf, stringOf } from '../assembly/json.ts';
import { describeResource } from '../queues/known-properties.ts';

/** Where something is delivered, and how long that is tried. */
export type Target = {
  readonly arn: string;
  readonly kind: 'function' | 'queue';
  readonly maxRetries: number;
  readonly maxAgeSeconds: number;
  readonly deadLetterArn?: string;
};

const DAY_SECONDS = 86_400;

const kindOf = (arn: string, what: string): Target['kind'] => {
  if (/^arn:[^:]+:lambda:[^:]*:[^:]*:function:/.test(arn)) return 'function';
  if (/^arn:[^:]+:sqs:/.test(arn) && !arn.endsWith('.fifo')) return 'queue';
  throw new Error(`${what}: the local runtime does not implement the target ${arn}`);
};

/**
 * Reads what targets of rules and of schedules have in common. Throws naming a property that is not implemented.
 * @param others properties that the caller reads
 */
export const readTarget = (
  resource: DeployedResource,
  value: unknown,
  others: readonly string[],
): { target: Target; properties: JsonObject } => {
  const what = `a target of ${describeResource(resource)}`;
  const properties = objectOf(value, what);
  // The role is who may deliver; nobody is kept from it here.
  const known = ['Arn', 'RoleArn', 'RetryPolicy', 'DeadLetterConfig', ...others];
  const unknown = Object.keys(properties).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`${what}: the local runtime does not implement ${unknown.join(', ')}`);
  const arn = stringOf(properties['Arn'], `Arn of ${what}`);
  const retry = objectOf(properties['RetryPolicy'], `RetryPolicy of ${what}`);
  const dead = objectOf(properties['DeadLetterConfig'], `DeadLetterConfig of ${what}`)['Arn'];
  return {
    properties,
    target: {
      arn,
      kind: kindOf(arn, what),
      maxRetries: numberOf(retry['MaximumRetryAttempts'] ?? 185, `MaximumRetryAttempts of ${what}`),
      maxAgeSeconds: numberOf(retry['MaximumEventAgeInSeconds'] ?? DAY_SECONDS, `MaximumEventAgeInSeconds of ${what}`),
      ...(dead !== undefined && { deadLetterArn: stringOf(dead, `DeadLetterConfig of ${what}`) }),
    },
  };
};
