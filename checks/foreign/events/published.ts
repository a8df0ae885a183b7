import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Inspection } from '../../../test/support/place/inspection.ts';

/** An event as a queue of the cell's topic delivers it: the body and, of its attributes, the type. */
export type Published = { readonly body: string; readonly type: string | undefined };

/** Takes everything that the witness has been sent so far. */
export const readPublished = async ({ sqs, queueUrl }: Pick<Inspection, 'sqs' | 'queueUrl'>): Promise<readonly Published[]> => {
  const QueueUrl = queueUrl('Witness');
  const published: Published[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
    );
    if (Messages.length === 0) return published;
    published.push(
      ...Messages.map(({ Body = '', MessageAttributes = {} }) => ({ body: Body, type: MessageAttributes['type']?.StringValue })),
    );
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
};
