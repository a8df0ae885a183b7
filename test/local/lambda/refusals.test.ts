import { createServer } from 'node:http';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBody } from '../../../local/aws-json.ts';
import { callName } from '../../../local/lambda/call-name.ts';
import type { Refusal } from '../../../local/lambda/egress.ts';
import { broken, throttled } from '../../../local/lambda/refusals.ts';

let refuse = throttled;
const attempts: string[] = [];

/** Refuses every request in the words of the service that it is for. */
const server = createServer(async (request, response) => {
  const body = (await readBody(request)).toString('utf8');
  const name = callName('queues', request, body);
  attempts.push(`${name.service}.${name.operation}`);
  const refusal: Refusal = refuse(name);
  response.writeHead(refusal.status, refusal.headers).end(refusal.body);
});
let settings: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string }; maxAttempts: number };
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  settings = { endpoint, region: 'ap-southeast-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 2 };
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** What the SDK makes of a refusal: the error's name and status, and how often it tried. */
const outcomeOf = async (send: () => Promise<unknown>): Promise<readonly unknown[]> => {
  attempts.length = 0;
  const error: unknown = await send().catch((thrown: unknown) => thrown);
  const status = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  return [error instanceof Error ? error.name : error, status, [...attempts]];
};

const calls: readonly (readonly [string, () => Promise<unknown>, string, number, string])[] = [
  [
    'DynamoDB.PutItem',
    () => new DynamoDBClient(settings).send(new PutItemCommand({ TableName: 't', Item: {} })),
    'ProvisionedThroughputExceededException',
    400,
    'InternalServerError',
  ],
  [
    'SQS.SendMessage',
    () => new SQSClient(settings).send(new SendMessageCommand({ QueueUrl: `${settings.endpoint}/0/q`, MessageBody: 'm' })),
    'RequestThrottled',
    400,
    'InternalFailure',
  ],
  [
    'SNS.PublishBatch',
    () =>
      new SNSClient(settings).send(new PublishBatchCommand({ TopicArn: 'arn:aws:sns:ap-southeast-1:0:t', PublishBatchRequestEntries: [] })),
    'ThrottledException',
    429,
    'InternalErrorException',
  ],
  [
    'SFN.StartExecution',
    () => new SFNClient(settings).send(new StartExecutionCommand({ stateMachineArn: 'arn:aws:states:ap-southeast-1:0:stateMachine:m' })),
    'ThrottlingException',
    400,
    'InternalFailure',
  ],
  [
    'KMS.GenerateDataKey',
    () => new KMSClient(settings).send(new GenerateDataKeyCommand({ KeyId: 'k' })),
    'ThrottlingException',
    400,
    'InternalFailure',
  ],
  [
    'Secrets.GetSecretValue',
    () => new SecretsManagerClient(settings).send(new GetSecretValueCommand({ SecretId: 's' })),
    'ThrottlingException',
    400,
    'InternalFailure',
  ],
];

describe('a refusal is one for the SDK, which tries again', () => {
  test.each(calls)('%s, throttled', async (name, send, error, status) => {
    refuse = throttled;
    expect(await outcomeOf(send)).toEqual([error, expect.objectContaining({ httpStatusCode: status, attempts: 2 }), [name, name]]);
  });

  test.each(calls)('%s, with the service broken', async (name, send, _throttling, _status, error) => {
    refuse = broken;
    expect(await outcomeOf(send)).toEqual([error, expect.objectContaining({ httpStatusCode: 500, attempts: 2 }), [name, name]]);
  });
});

test('other HTTP services refuse with a status, and the store in its own words', () => {
  expect([throttled, broken].map((make) => make({ service: 'national' }).status)).toEqual([429, 503]);
  expect(throttled({ service: 'storage' }).body).toContain('<Code>SlowDown</Code>');
  expect(broken({ service: 'storage' })).toMatchObject({ status: 500, body: expect.stringContaining('<Code>InternalError</Code>') });
});

test('a request to no AWS service is named by its method and the shape of its path', () => {
  const request = { method: 'GET', url: '/motcua-42/01J0ABC/LEASE/9f3a?x=1', headers: {} };
  expect(callName('storage', request, '')).toEqual({ service: 'storage', operation: 'GET /*/*/LEASE/*' });
  expect(
    callName('issuer', { method: 'POST', url: '/token', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 'grant_type=x'),
  ).toEqual({
    service: 'issuer',
    operation: 'POST /token',
  });
});
