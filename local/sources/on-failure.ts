import { randomUUID } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { StreamRecord } from '../dynamodb/streams.ts';
import type { StreamMapping } from './mapping.ts';

/** Why records were given up. */
export type GivenUp = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** Whole seconds, as Lambda writes the arrival of records. */
const seconds = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** What Lambda puts into the on-failure destination of a stream: where the records are, not the records. */
export const failureMessage = (
  mapping: Pick<StreamMapping, 'functionArn' | 'sourceArn'>,
  records: readonly StreamRecord[],
  reason: { readonly condition: GivenUp; readonly invocations: number; readonly now: number },
) => {
  const [first, last] = [records.at(0), records.at(-1)];
  if (!first || !last) throw new Error('no record was given up');
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: mapping.functionArn,
      condition: reason.condition,
      approximateInvokeCount: reason.invocations,
    },
    ...(reason.invocations > 0 && { responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' } }),
    version: '1.0',
    timestamp: new Date(reason.now).toISOString(),
    DDBStreamBatchInfo: {
      shardId: first.position.shard,
      startSequenceNumber: first.position.sequence,
      endSequenceNumber: last.position.sequence,
      approximateArrivalOfFirstRecord: seconds(first.createdAt),
      approximateArrivalOfLastRecord: seconds(last.createdAt),
      batchSize: records.length,
      streamArn: mapping.sourceArn,
    },
  };
};

/** A client for the queue engine; signatures are not checked there. */
export const createQueueClient = (endpoint: string, region: string): SQSClient =>
  new SQSClient({ endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });

/** Sends to a queue by its ARN. */
export const createQueueSender = (endpoint: string, queueArn: string) => {
  const [, , , region = '', account = '', name = ''] = queueArn.split(':');
  const client = createQueueClient(endpoint, region);
  return {
    send: async (message: unknown): Promise<void> => {
      await client.send(new SendMessageCommand({ QueueUrl: `${endpoint}/${account}/${name}`, MessageBody: JSON.stringify(message) }));
    },
    close: () => client.destroy(),
  };
};
