import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  type ListQueuesCommandOutput,
  type Message,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { eachAtOnce } from '../../functions/platform/at-once.ts';
import type { DeadLetter, DeadLetterAttribute, DeadLetterQueue, Target } from './dead-letter.ts';

/** Long enough to ask all of the queue's servers, so that an empty answer means an empty queue (seconds). */
const WAIT_S = 1;
const AT_ONCE = 8;

export const queueName = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** How SQS says that nobody holds a message. */
const IN_SIGHT = /MessageNotInflight/;

const RedrivePolicy = z.object({ deadLetterTargetArn: z.string() });

const letterOf = ({ MessageId = '', Body = '', MessageAttributes = {}, Attributes = {}, ReceiptHandle = '' }: Message): DeadLetter => ({
  id: MessageId,
  body: Body,
  attributes: Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { DataType = 'String', StringValue, BinaryValue }]): [string, DeadLetterAttribute] => [
      name,
      { type: DataType, ...(StringValue !== undefined && { text: StringValue }), ...(BinaryValue && { bytes: BinaryValue }) },
    ]),
  ),
  sentAt: new Date(Number(Attributes.SentTimestamp ?? 0)),
  handle: ReceiptHandle,
});

/** The queues of an account and region. Needs sqs:GetQueueUrl, ListQueues and GetQueueAttributes; for letters ReceiveMessage, ChangeMessageVisibility, DeleteMessage and SendMessage. */
export const sqsQueues = (client = new SQSClient({})) => {
  const list = async (prefix?: string): Promise<string[]> => {
    const urls: string[] = [];
    let after: string | undefined;
    do {
      const page: ListQueuesCommandOutput = await client.send(
        new ListQueuesCommand({ MaxResults: 1000, ...(prefix && { QueueNamePrefix: prefix }), ...(after && { NextToken: after }) }),
      );
      urls.push(...(page.QueueUrls ?? []));
      after = page.NextToken;
    } while (after);
    return urls;
  };

  const attributesOf = async (QueueUrl: string) => {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['QueueArn', 'RedrivePolicy', 'ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesDelayed'],
      }),
    );
    return {
      arn: Attributes.QueueArn ?? '',
      redrivePolicy: Attributes.RedrivePolicy,
      held: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
    };
  };

  return {
    list,

    /** The URL of a queue by its URL, its name, or a part of its name that no other queue has. @throws naming what it could mean */
    find: async (wanted: string): Promise<string> => {
      if (/^https?:\/\//.test(wanted)) return wanted;
      try {
        const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: wanted }));
        if (QueueUrl) return QueueUrl;
      } catch (error) {
        if (!(error instanceof QueueDoesNotExist)) throw error;
      }
      const [url, ...others] = (await list()).filter((one) => queueName(one).includes(wanted));
      if (!url) throw new Error(`there is no queue ${wanted}`);
      if (others.length > 0) throw new Error(`${wanted} is part of several names: ${[url, ...others].map(queueName).join(', ')}`);
      return url;
    },

    /**
     * Messages that looking would not show: those that somebody holds, and those that are not due yet. SQS knows both roughly, and up
     * to a minute late. @throws when the queue is one whose consumer gives messages up: looking would count among its receives
     */
    hidden: async (url: string): Promise<{ readonly held: number; readonly delayed: number }> => {
      const { redrivePolicy, held, delayed } = await attributesOf(url);
      if (!redrivePolicy) return { held, delayed };
      const { deadLetterTargetArn } = RedrivePolicy.parse(JSON.parse(redrivePolicy));
      throw new Error(
        `${queueName(url)} is no dead letter queue: its own messages end in ${deadLetterTargetArn.split(':').at(-1)}, and looking would count among the receives after which they do`,
      );
    },

    /** The queues whose given-up messages end in this one. */
    sourcesOf: async (url: string): Promise<string[]> => {
      const { arn } = await attributesOf(url);
      const sources: string[] = [];
      await eachAtOnce(await list(), AT_ONCE, async (other) => {
        const { redrivePolicy } = await attributesOf(other);
        if (redrivePolicy && RedrivePolicy.parse(JSON.parse(redrivePolicy)).deadLetterTargetArn === arn) sources.push(other);
      });
      return sources.sort();
    },

    letters: (QueueUrl: string): DeadLetterQueue => ({
      receive: async (holdS) => {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: 10,
            VisibilityTimeout: holdS,
            WaitTimeSeconds: WAIT_S,
            MessageAttributeNames: ['All'],
            MessageSystemAttributeNames: ['SentTimestamp'],
          }),
        );
        return Messages.map(letterOf);
      },
      release: async (letters) => {
        const left: DeadLetter[] = [];
        for (let start = 0; start < letters.length; start += 10) {
          const some = letters.slice(start, start + 10);
          const Entries = some.map(({ handle }, index) => ({ Id: String(index), ReceiptHandle: handle, VisibilityTimeout: 0 }));
          const { Failed = [] } = await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
          // One that is not held any more is in sight already.
          const stay = Failed.filter(({ Code = '' }) => !IN_SIGHT.test(Code)).map(({ Id }) => Number(Id));
          left.push(...some.filter((_, index) => stay.includes(index)));
        }
        return left;
      },
      remove: async ({ handle }) => {
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: handle }));
      },
    }),

    target: (QueueUrl: string): Target => ({
      send: async ({ body, attributes }) => {
        await client.send(
          new SendMessageCommand({
            QueueUrl,
            MessageBody: body,
            MessageAttributes: Object.fromEntries(
              Object.entries(attributes).map(([name, { type, text, bytes }]) => [
                name,
                { DataType: type, ...(text !== undefined && { StringValue: text }), ...(bytes && { BinaryValue: bytes }) },
              ]),
            ),
          }),
        );
      },
    }),
  };
};
