import { errorBody, throttleBody } from '../dynamodb/faults.ts';
import type { FunctionCall, Refusal } from './egress.ts';

const JSON_HEADERS = { 'content-type': 'application/x-amz-json-1.1' };

const json = (status: number, type: string, message: string): Refusal => ({
  status,
  headers: { ...JSON_HEADERS, 'x-amzn-errortype': type, 'x-amzn-query-error': `${type};${status < 500 ? 'Sender' : 'Receiver'}` },
  body: JSON.stringify({ __type: type, message }),
});

const plain = (status: number, message: string): Refusal => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

/** The query protocol's form, which SNS speaks. */
const queryXml = (status: number, code: string, message: string): Refusal => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>local</RequestId></ErrorResponse>`,
});

const storageXml = (status: number, code: string): Refusal => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>`,
});

type Addressed = Pick<FunctionCall, 'service'>;

/** What the called service answers to a caller that asks too much. */
export const throttled = ({ service }: Addressed): Refusal => {
  switch (service) {
    case 'DynamoDB':
      return { status: 400, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: throttleBody() };
    case 'SQS':
      return json(400, 'RequestThrottled', 'Too many requests');
    case 'SNS':
      return queryXml(429, 'Throttled', 'Rate exceeded');
    case 'SFN':
    case 'KMS':
    case 'Secrets':
    case 'SSM':
    case 'EventBridge':
      return json(400, 'ThrottlingException', 'Rate exceeded');
    case 'storage':
      return storageXml(503, 'SlowDown');
    default:
      return plain(429, 'Too Many Requests');
  }
};

/** What the called service answers when something is wrong with the service itself. */
export const broken = ({ service }: Addressed): Refusal => {
  switch (service) {
    case 'DynamoDB':
      return {
        status: 500,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: errorBody('InternalServerError', 'The request could not be processed'),
      };
    case 'SNS':
      return queryXml(500, 'InternalError', 'Internal error');
    case 'SQS':
    case 'SFN':
    case 'KMS':
    case 'Secrets':
    case 'SSM':
    case 'EventBridge':
      return json(500, 'InternalFailure', 'Internal failure');
    case 'storage':
      return storageXml(500, 'InternalError');
    default:
      return plain(503, 'Service Unavailable');
  }
};
