import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';
import { isObject } from '../dynamodb/json-fields.ts';
import type { SourceMapping } from './mapping.ts';

const attribute = (value: MessageAttributeValue) => ({
  ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
  ...(value.BinaryValue !== undefined && { binaryValue: Buffer.from(value.BinaryValue).toString('base64') }),
  stringListValues: [],
  binaryListValues: [],
  dataType: value.DataType,
});

/** One message as Lambda gives it to a function. */
export const queueRecord = ({ sourceArn, region }: Pick<SourceMapping, 'sourceArn' | 'region'>, message: Message) => ({
  messageId: message.MessageId ?? '',
  receiptHandle: message.ReceiptHandle ?? '',
  body: message.Body ?? '',
  attributes: message.Attributes ?? {},
  messageAttributes: Object.fromEntries(Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, attribute(value)])),
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: sourceArn,
  awsRegion: region,
});

export type QueueRecord = ReturnType<typeof queueRecord>;

/** What a filter sees of a message: its body as JSON when it is an object, as text otherwise. */
export const filterView = (record: QueueRecord): unknown => {
  try {
    const body: unknown = JSON.parse(record.body);
    return isObject(body) ? { body } : { body: record.body };
  } catch {
    return { body: record.body };
  }
};
