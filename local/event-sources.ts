import { join } from 'node:path';
import type { DeployedResource } from './assembly/deployed-resource.ts';
import { ofType } from './cells.ts';
import type { VirtualClock } from './clock.ts';
import type { DynamoProxy } from './dynamodb/proxy.ts';
import type { InvokeFunction } from './invoke.ts';
import { openQueueSource, type QueueSource } from './sources/queue-source.ts';
import { openStreamSource, type StreamSource } from './sources/stream-source.ts';

export type EventSourceOptions = {
  readonly resources: readonly DeployedResource[];
  readonly dataDir: string;
  readonly clock: VirtualClock;
  readonly invoke: InvokeFunction;
  readonly engineEndpoint: string;
  readonly sqsEndpoint: string;
  readonly onWrite: DynamoProxy['onWrite'];
};

export type EventSources = {
  /** Nothing is under way in any of them. */
  idle(): boolean;
  stop(): Promise<void>;
};

const sourceArn = ({ properties }: DeployedResource): string => String(properties['EventSourceArn']);

/** Queues that the cells' own functions read. */
export const ownQueueUrls = (resources: readonly DeployedResource[]): string[] => {
  const read = new Set(ofType(resources, 'AWS::Lambda::EventSourceMapping').map(sourceArn));
  return ofType(resources, 'AWS::SQS::Queue').flatMap(({ attributes, physicalId }) =>
    read.has(attributes['Arn'] ?? '') ? [physicalId] : [],
  );
};

/** Starts every event source mapping of the template: table streams and queues. */
export const openEventSources = async (options: EventSourceOptions): Promise<EventSources> => {
  const { resources, dataDir, engineEndpoint, sqsEndpoint, onWrite, clock, invoke } = options;
  const queueUrls = new Map(ofType(resources, 'AWS::SQS::Queue').map(({ attributes, physicalId }) => [attributes['Arn'], physicalId]));
  const sources: (QueueSource | StreamSource)[] = [];
  for (const mapping of ofType(resources, 'AWS::Lambda::EventSourceMapping')) {
    const { properties, logicalId } = mapping;
    const arn = sourceArn(mapping);
    if (arn.startsWith('arn:aws:sqs:')) {
      const queueUrl = queueUrls.get(arn);
      if (!queueUrl) throw new Error(`${logicalId} reads ${arn}, which is no queue of its cell`);
      sources.push(openQueueSource({ mapping: properties, queueUrl, sqsEndpoint, invoke, clock }));
    } else {
      const files = { positionsFile: join(dataDir, 'stream-positions.json'), timesFile: join(dataDir, 'stream-times.json') };
      sources.push(await openStreamSource({ mapping: properties, engineEndpoint, sqsEndpoint, invoke, clock, onWrite, ...files }));
    }
  }
  return {
    idle: () => sources.every((source) => source.idle()),
    stop: async () => {
      await Promise.all(sources.map((source) => source.stop()));
    },
  };
};
