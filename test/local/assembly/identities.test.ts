import { expect, test } from 'vitest';
import { identities } from '../../../local/assembly/identities.ts';
import { resolveTemplates } from './template-lab.ts';

/** What Ref and GetAtt give for one resource of a type. */
const identityOf = (type: string, properties: Record<string, unknown> = {}, logicalId = 'It') => {
  const [resource] = resolveTemplates([{ Resources: { [logicalId]: { Type: type, Properties: properties } } }]).resources;
  return { ref: resource?.physicalId, ...resource?.attributes };
};

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  [
    'AWS::DynamoDB::Table',
    { TableName: 'T' },
    { ref: 'T', StreamArn: 'arn:aws:dynamodb:ap-southeast-1:000000000000:table/T/stream/local' },
  ],
  ['AWS::SQS::Queue', { FifoQueue: true }, { QueueName: 'Cell-A-It.fifo', Arn: 'arn:aws:sqs:ap-southeast-1:000000000000:Cell-A-It.fifo' }],
  ['AWS::SNS::Topic', { FifoTopic: true }, { TopicName: 'Cell-A-It.fifo', ref: 'arn:aws:sns:ap-southeast-1:000000000000:Cell-A-It.fifo' }],
  ['AWS::S3::Bucket', {}, { ref: 'cell-a-it', Arn: 'arn:aws:s3:::cell-a-it' }],
  ['AWS::Lambda::Version', { FunctionName: 'F' }, { ref: 'arn:aws:lambda:ap-southeast-1:000000000000:function:F:1', Version: '1' }],
  ['AWS::Lambda::Alias', { FunctionName: 'F', Name: 'live' }, { ref: 'arn:aws:lambda:ap-southeast-1:000000000000:function:F:live' }],
  [
    'AWS::Scheduler::Schedule',
    { Name: 'S', GroupName: 'G' },
    { ref: 'S', Arn: 'arn:aws:scheduler:ap-southeast-1:000000000000:schedule/G/S' },
  ],
  [
    'AWS::SecretsManager::Secret',
    { Name: 'N' },
    { ref: expect.stringMatching(/^arn:aws:secretsmanager:ap-southeast-1:000000000000:secret:N-[0-9a-f]{6}$/) },
  ],
  ['AWS::IAM::Role', { RoleName: 'R' }, { ref: 'R', Arn: 'arn:aws:iam::000000000000:role/R' }],
  ['AWS::SSM::Parameter', { Name: '/a', Type: 'String', Value: 'v' }, { ref: '/a', Value: 'v', Type: 'String' }],
  ['AWS::Logs::LogGroup', { LogGroupName: '/x' }, { ref: '/x', Arn: 'arn:aws:logs:ap-southeast-1:000000000000:log-group:/x:*' }],
  ['AWS::ApiGatewayV2::Api', {}, { ref: expect.stringMatching(/^[0-9a-f]{10}$/), ApiEndpoint: 'http://It' }],
])('%s', (type, properties, expected) => {
  expect(identityOf(type, properties)).toMatchObject(expected);
});

test('names that are too long are cut, stay distinct and keep the limit of their type', () => {
  const [one, two] = ['1', '2'].map((end) => String(identityOf('AWS::S3::Bucket', {}, `${'Long'.repeat(30)}${end}`).ref));
  expect([one?.length, two?.length]).toEqual([63, 63]);
  expect(one).not.toBe(two);
});

test('every type that is known has an identity without any property', () => {
  const types = Object.keys(identities).filter((type) => type !== 'AWS::Lambda::Function');
  const resources = Object.fromEntries(types.map((type, index) => [`R${index}`, { Type: type }]));
  expect(resolveTemplates([{ Resources: resources }]).resources.map(({ type }) => type)).toEqual(types);
});
