import type { DeployedResource } from '../assembly/deployed-resource.ts';
import { numberOf, objectOf, stringOf } from '../assembly/json.ts';
import { describeResource, expectKnownProperties, expectOneOf } from './known-properties.ts';

/** What the engine is told to have. Attributes are complete: one that the template no longer sets is back at its default. */
export type QueuePlan = { readonly arn: string; readonly name: string; readonly attributes: Record<string, string> };
export type TopicPlan = { readonly arn: string; readonly name: string; readonly attributes: Record<string, string> };
export type SubscriptionPlan = { readonly topicArn: string; readonly queueArn: string; readonly attributes: Record<string, string> };
export type Plan = {
  readonly queues: readonly QueuePlan[];
  readonly topics: readonly TopicPlan[];
  readonly subscriptions: readonly SubscriptionPlan[];
};

/** Numbers of a queue: default, least, greatest (seconds; bytes for MaximumMessageSize). */
const NUMBERS: Record<string, readonly [number, number, number]> = {
  VisibilityTimeout: [30, 0, 43_200],
  DelaySeconds: [0, 0, 900],
  MaximumMessageSize: [1_048_576, 1024, 1_048_576],
  MessageRetentionPeriod: [345_600, 60, 1_209_600],
  ReceiveMessageWaitTimeSeconds: [0, 0, 20],
};
/** Who may call, encryption and quotas: nothing of this is enforced here. */
const QUEUE_IGNORED = [
  'Tags',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
  'RedriveAllowPolicy',
  'FifoThroughputLimit',
];
const QUEUE_USED = [...Object.keys(NUMBERS), 'QueueName', 'FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'RedrivePolicy'];

const isTrue = (value: unknown) => value === true || value === 'true';
const lastPart = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1);

const jsonOf = (value: unknown, what: string) => objectOf(typeof value === 'string' ? JSON.parse(value) : value, what);

const redrive = (resource: DeployedResource): Record<string, string> => {
  if (resource.properties['RedrivePolicy'] === undefined) return { RedrivePolicy: '' };
  const what = `RedrivePolicy of ${describeResource(resource)}`;
  const policy = jsonOf(resource.properties['RedrivePolicy'], what);
  const deadLetterTargetArn = stringOf(policy['deadLetterTargetArn'], `${what}.deadLetterTargetArn`);
  return {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: numberOf(policy['maxReceiveCount'], `${what}.maxReceiveCount`) }),
  };
};

const queuePlan = (resource: DeployedResource): QueuePlan => {
  const { properties } = resource;
  expectKnownProperties(resource, QUEUE_USED, QUEUE_IGNORED);
  expectOneOf(resource, 'DeduplicationScope', properties['DeduplicationScope'], ['queue']);
  const arn = stringOf(resource.attributes['Arn'], `Arn of ${describeResource(resource)}`);
  const numbers = Object.entries(NUMBERS).map(([name, [standard, least, greatest]]) => {
    const value = numberOf(properties[name] ?? standard, `${name} of ${describeResource(resource)}`);
    if (!Number.isInteger(value) || value < least || value > greatest) {
      throw new Error(`${describeResource(resource)}: ${name} must be between ${least} and ${greatest}, not ${value}`);
    }
    return [name, String(value)];
  });
  const name = lastPart(arn);
  const fifo = isTrue(properties['FifoQueue']);
  if (fifo !== name.endsWith('.fifo'))
    throw new Error(`${describeResource(resource)}: the name of a FIFO queue, and only that, ends in .fifo`);
  return {
    arn,
    name,
    attributes: {
      ...Object.fromEntries(numbers),
      ...redrive(resource),
      ...(fifo && { FifoQueue: 'true', ContentBasedDeduplication: String(isTrue(properties['ContentBasedDeduplication'])) }),
    },
  };
};

const topicPlan = (resource: DeployedResource): TopicPlan => {
  const { properties, physicalId } = resource;
  expectKnownProperties(
    resource,
    ['TopicName', 'FifoTopic', 'ContentBasedDeduplication'],
    ['DisplayName', 'KmsMasterKeyId', 'Tags', 'TracingConfig', 'SignatureVersion', 'DeliveryStatusLogging'],
  );
  const fifo = isTrue(properties['FifoTopic']);
  return {
    arn: physicalId,
    name: lastPart(physicalId),
    attributes: fifo ? { FifoTopic: 'true', ContentBasedDeduplication: String(isTrue(properties['ContentBasedDeduplication'])) } : {},
  };
};

const OPERATORS = ['prefix', 'suffix', 'anything-but', 'numeric', 'exists', 'equals-ignore-case', 'cidr'];

/** Throws on an operator that the engine would take for one that never matches. */
const expectKnownOperators = (resource: DeployedResource, policy: unknown, inCondition = false): void => {
  if (Array.isArray(policy)) for (const entry of policy) expectKnownOperators(resource, entry, true);
  else if (typeof policy === 'object' && policy !== null) {
    for (const [name, value] of Object.entries(policy)) {
      if (name === '$or' && Array.isArray(value)) for (const group of value) expectKnownOperators(resource, group);
      else if (inCondition) expectOneOf(resource, 'the filter operator', name, OPERATORS);
      else expectKnownOperators(resource, value);
    }
  }
};

const subscriptionPlan = (resource: DeployedResource): SubscriptionPlan => {
  const { properties } = resource;
  const what = (name: string) => `${name} of ${describeResource(resource)}`;
  // A queue of this machine always takes the message, so the redrive policy of a subscription is never needed.
  expectKnownProperties(
    resource,
    ['TopicArn', 'Protocol', 'Endpoint', 'FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery'],
    ['RedrivePolicy', 'Region'],
  );
  expectOneOf(resource, 'Protocol', properties['Protocol'], ['sqs']);
  expectOneOf(resource, 'FilterPolicyScope', properties['FilterPolicyScope'], ['MessageAttributes', 'MessageBody']);
  const filter = properties['FilterPolicy'] === undefined ? undefined : jsonOf(properties['FilterPolicy'], what('FilterPolicy'));
  expectKnownOperators(resource, filter);
  const scope = properties['FilterPolicyScope'];
  return {
    topicArn: stringOf(properties['TopicArn'], what('TopicArn')),
    queueArn: stringOf(properties['Endpoint'], what('Endpoint')),
    attributes: {
      ...(filter && { FilterPolicy: JSON.stringify(filter) }),
      ...(typeof scope === 'string' && { FilterPolicyScope: scope }),
      RawMessageDelivery: String(isTrue(properties['RawMessageDelivery'])),
    },
  };
};

/** Reads queues, topics and subscriptions; every other type is left out. Throws naming what is not implemented. */
export const planQueues = (resources: readonly DeployedResource[]): Plan => {
  const ofType = <T>(type: string, read: (resource: DeployedResource) => T) =>
    resources.filter((resource) => resource.type === type).map((resource) => read(resource));
  const plan = {
    queues: ofType('AWS::SQS::Queue', queuePlan),
    topics: ofType('AWS::SNS::Topic', topicPlan),
    subscriptions: ofType('AWS::SNS::Subscription', subscriptionPlan),
  };
  return plan;
};
