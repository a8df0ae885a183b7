import type { DeployedResource } from '../assembly/deployed-resource.ts';

/** How a message names a resource: `Province42-Service/Inbox (AWS::SQS::Queue)`. */
export const describeResource = ({ stack, logicalId, type }: DeployedResource): string => `${stack}/${logicalId} (${type})`;

/**
 * Throws naming each property of the resource that is neither in `used` nor in `ignored`. `ignored` are those whose absence
 * changes nothing that a program on this machine can observe (encryption at rest, tags, policies …).
 */
export const expectKnownProperties = (resource: DeployedResource, used: readonly string[], ignored: readonly string[] = []): void => {
  const unknown = Object.keys(resource.properties).filter((name) => !used.includes(name) && !ignored.includes(name));
  if (unknown.length > 0) throw new Error(`${describeResource(resource)}: the local runtime does not implement ${unknown.join(', ')}`);
};

/** Throws naming `what` unless `value` is one of `allowed` (or absent). */
export const expectOneOf = (resource: DeployedResource, what: string, value: unknown, allowed: readonly unknown[]): void => {
  if (value !== undefined && !allowed.includes(value)) {
    throw new Error(`${describeResource(resource)}: the local runtime does not implement ${what} = ${JSON.stringify(value)}`);
  }
};
