import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { AwsError, serveAwsJson } from '../../local/aws-json.ts';
import { VirtualClock } from '../../local/clock.ts';
import { openQueues } from '../../local/queues/queues.ts';
import { openDynamo, tableResource } from './dynamodb/open-dynamo.ts';

/*
 * The SDK compares the Date of an answer with its own clock. Where they differ it takes its clock to be wrong and sends again what
 * was refused for good. In a place whose virtual clock is ahead of the machine's, the services' Date would always differ.
 */
const directory = mkdtempSync(join(tmpdir(), 'machine-time-'));
const clock = new VirtualClock();
let dynamo: Awaited<ReturnType<typeof openDynamo>>;
let queues: Awaited<ReturnType<typeof openQueues>>;
let aws: Awaited<ReturnType<typeof serveAwsJson>>;
beforeAll(async () => {
  dynamo = await openDynamo([tableResource('items')]);
  queues = await openQueues({ dataDir: directory, clock });
  aws = await serveAwsJson({
    secretsmanager: async () => {
      throw new AwsError('ResourceNotFoundException', 'there is no such secret');
    },
  });
});
afterAll(async () => {
  await aws.stop();
  await queues.stop();
  await dynamo.stop();
  clock.stop();
  rmSync(directory, { recursive: true, force: true });
});

const DAY_MS = 86_400_000;

const settings = (endpoint: string) => ({
  endpoint,
  region: 'ap-southeast-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** What the SDK tells of a call that fails while its clock is a day ahead, as a function's is after a jump of the virtual one. */
const failure = async (call: () => Promise<unknown>): Promise<unknown> => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + DAY_MS });
  try {
    const error: unknown = await call().catch((thrown: unknown) => thrown);
    return error instanceof Error && '$metadata' in error ? error.$metadata : error;
  } finally {
    vi.useRealTimers();
  }
};

test('an error of DynamoDB is final, whatever the time', async () => {
  const client = new DynamoDBClient(settings(dynamo.proxy.url));
  const put = new PutItemCommand({
    TableName: 'items',
    Item: { pk: { S: 'a' }, sk: { S: 'b' } },
    ConditionExpression: 'attribute_exists(pk)',
  });
  expect(await failure(() => client.send(put))).toMatchObject({ httpStatusCode: 400, attempts: 1 });
  expect(await failure(() => client.send(new GetItemCommand({ TableName: 'none', Key: { pk: { S: 'a' } } })))).toMatchObject({
    attempts: 1,
  });
  client.destroy();
});

test('an error of SQS is final, whatever the time', async () => {
  const client = new SQSClient(settings(queues.endpoint));
  const receive = new ReceiveMessageCommand({ QueueUrl: `${queues.endpoint}/000000000000/none` });
  expect(await failure(() => client.send(receive))).toMatchObject({ httpStatusCode: 400, attempts: 1 });
  client.destroy();
});

test('an error of a service of the JSON protocol is final, whatever the time', async () => {
  const client = new SecretsManagerClient(settings(aws.url));
  expect(await failure(() => client.send(new GetSecretValueCommand({ SecretId: 'none' })))).toMatchObject({
    httpStatusCode: 400,
    attempts: 1,
  });
  client.destroy();
});
