import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DelayedQueue } from './delayed-queue.ts';

/** A queue in SQS; messages are JSON. */
export const sqsDelayedQueue = <Message>(queueUrl: string): DelayedQueue<Message> => {
  const client = new SQSClient({});
  return {
    send: async (message, delaySeconds) => {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message), DelaySeconds: delaySeconds }));
    },
  };
};
