import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeployedResource } from '../../../local/assembly/deployed-resource.ts';
import { arnOf } from '../../../local/assembly/place.ts';

export const temporaryFolder = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'mot-cua-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

const resource = (
  type: string,
  logicalId: string,
  properties: Record<string, unknown>,
  identity: { physicalId: string; attributes?: Record<string, string> },
): DeployedResource => ({
  cell: 'Province42',
  stack: 'Province42-Test',
  logicalId,
  type,
  properties,
  physicalId: identity.physicalId,
  attributes: identity.attributes ?? {},
  dependsOn: [],
});

export const queue = (name: string, properties: Record<string, unknown> = {}): DeployedResource =>
  resource('AWS::SQS::Queue', name, properties, {
    physicalId: `http://unused/000000000000/${name}`,
    attributes: { Arn: arnOf('sqs', name) },
  });

export const topic = (name: string, properties: Record<string, unknown> = {}): DeployedResource =>
  resource('AWS::SNS::Topic', name, properties, { physicalId: arnOf('sns', name) });

export const subscription = (topicName: string, queueName: string, properties: Record<string, unknown> = {}): DeployedResource =>
  resource(
    'AWS::SNS::Subscription',
    `${topicName}To${queueName}`,
    { TopicArn: arnOf('sns', topicName), Protocol: 'sqs', Endpoint: arnOf('sqs', queueName), ...properties },
    { physicalId: `${arnOf('sns', topicName)}:x` },
  );

/** Asks until `ready` gives something other than undefined or false; throws after `withinMs` of machine time. */
export const until = async <T>(ready: () => T | undefined | false | Promise<T | undefined | false>, withinMs = 10_000): Promise<T> => {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    const value = await ready();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`not true within ${withinMs} ms: ${ready}`);
};
