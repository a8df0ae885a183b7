import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import type { EventTopic } from './event-topic.ts';

/** A topic in SNS; subscriptions filter by the message attributes. */
export const snsEventTopic = (topicArn: string): EventTopic => {
  const client = new SNSClient({});
  return {
    publish: async (messages) => {
      const { Failed = [] } = await client.send(
        new PublishBatchCommand({
          TopicArn: topicArn,
          PublishBatchRequestEntries: messages.map(({ event, attributes }, position) => ({
            Id: String(position),
            Message: JSON.stringify(event),
            MessageAttributes: Object.fromEntries(
              Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
            ),
          })),
        }),
      );
      return Failed.map(({ Id }) => Number(Id));
    },
  };
};
