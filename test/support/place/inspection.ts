import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { LOCAL_REGION } from '../../../local/assembly/place.ts';
import type { Surroundings } from './surroundings.ts';

/** What the services of the local runtime take from anyone. */
const LOCAL_KEY: AccessKey = { accessKeyId: 'local', secretAccessKey: 'local' };

export type AccessKey = { readonly accessKeyId: string; readonly secretAccessKey: string };

type Depth = { readonly visible: number; readonly inFlight: number; readonly delayed: number };

/** A look behind the API of a place: its tables, queues and executions. Tests judge by it; they change nothing through it. */
export type Inspection = {
  readonly tables: DynamoDBDocumentClient;
  readonly sqs: SQSClient;
  readonly sfn: SFNClient;
  tableName(name: string): string;
  queueUrl(name: string): string;
  depth(queue: string): Promise<Depth>;
  /** Dead letter queues that hold something, with how many messages. */
  deadLetters(): Promise<Readonly<Record<string, number>>>;
  close(): void;
};

export const openInspection = (
  { endpoints, tables: tableNames, queues }: Pick<Surroundings, 'endpoints' | 'tables' | 'queues'>,
  credentials: AccessKey = LOCAL_KEY,
): Inspection => {
  const clientOf = (service: string) => ({ region: LOCAL_REGION, credentials, endpoint: endpoints[service] ?? '' });
  const dynamo = new DynamoDBClient(clientOf('DYNAMODB'));
  const sqs = new SQSClient(clientOf('SQS'));
  const sfn = new SFNClient(clientOf('SFN'));

  const queueUrl = (name: string): string => {
    const queue = queues[name];
    if (!queue) throw new Error(`there is no queue ${name}; there are ${Object.keys(queues).join(', ')}`);
    return queue.url;
  };
  const depth = async (queue: string): Promise<Depth> => {
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl(queue), AttributeNames: ['All'] }));
    return {
      visible: Number(Attributes['ApproximateNumberOfMessages']),
      inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
      delayed: Number(Attributes['ApproximateNumberOfMessagesDelayed']),
    };
  };

  return {
    tables: DynamoDBDocumentClient.from(dynamo),
    sqs,
    sfn,
    tableName: (name) => {
      const table = tableNames[name];
      if (!table) throw new Error(`there is no table ${name}`);
      return table;
    },
    queueUrl,
    depth,
    deadLetters: async () => {
      // A queue that nobody drains and that only failures feed: DLQs, unpublished events, missed sweeps.
      const names = Object.keys(queues).filter((name) => /DeadLetters$|UnpublishedEvents|MissedSweeps/.test(name));
      const depths = await Promise.all(names.map(async (name) => [name, await depth(name)] as const));
      return Object.fromEntries(
        depths.flatMap(([name, { visible, inFlight, delayed }]) => {
          const held = visible + inFlight + delayed;
          return held > 0 ? [[name, held]] : [];
        }),
      );
    },
    close: () => {
      dynamo.destroy();
      sqs.destroy();
      sfn.destroy();
    },
  };
};
