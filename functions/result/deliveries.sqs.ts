import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Deliveries } from './deliveries.ts';

export const sqsDeliveries = (queueUrl: string): Deliveries => {
  const client = new SQSClient({});
  return {
    remind: async (delivery, delayS) => {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(delivery), DelaySeconds: delayS }));
    },
  };
};
