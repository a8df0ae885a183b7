import { given, type Identify, named, nameOf, opaque, refName } from './identity.ts';
import { generatedName, stableHex, stableUuid } from './naming.ts';
import { arnOf, globalArnOf, LOCAL_ACCOUNT, LOCAL_REGION } from './place.ts';

const table: Identify = (subject) => {
  const name = nameOf(subject, 'TableName', 255);
  const arn = arnOf('dynamodb', `table/${name}`);
  return { physicalId: name, attributes: { Arn: arn, StreamArn: `${arn}/stream/local`, TableId: stableUuid(subject) } };
};

const queue: Identify = (subject) => {
  const fifo = subject.property('FifoQueue') === true ? '.fifo' : '';
  const name = given(subject, 'QueueName') ?? `${generatedName(subject, 80 - fifo.length)}${fifo}`;
  const url = `${subject.endpoints.sqs}/${LOCAL_ACCOUNT}/${name}`;
  return { physicalId: url, attributes: { Arn: arnOf('sqs', name), QueueName: name, QueueUrl: url } };
};

const topic: Identify = (subject) => {
  const fifo = subject.property('FifoTopic') === true ? '.fifo' : '';
  const name = given(subject, 'TopicName') ?? `${generatedName(subject, 256 - fifo.length)}${fifo}`;
  return { physicalId: arnOf('sns', name), attributes: { TopicArn: arnOf('sns', name), TopicName: name } };
};

const bucket: Identify = (subject) => {
  const name = given(subject, 'BucketName') ?? generatedName(subject, 63).toLowerCase();
  const domain = `${name}.s3.${LOCAL_REGION}.amazonaws.com`;
  return {
    physicalId: name,
    attributes: { Arn: globalArnOf('s3', name, ''), DomainName: `${name}.s3.amazonaws.com`, RegionalDomainName: domain },
  };
};

const key: Identify = (subject) => {
  const id = stableUuid(subject);
  return { physicalId: id, attributes: { Arn: arnOf('kms', `key/${id}`), KeyId: id } };
};

/** Secrets Manager closes the ARN with six characters of its own, which tell a secret from its successor of the same name. */
const secret: Identify = (subject) => {
  const arn = arnOf('secretsmanager', `secret:${nameOf(subject, 'Name', 512)}-${stableHex(subject, 6)}`);
  return { physicalId: arn, attributes: { Id: arn } };
};

const lambdaFunction: Identify = (subject) => {
  const name = nameOf(subject, 'FunctionName', 64);
  return { physicalId: name, attributes: { Arn: arnOf('lambda', `function:${name}`) } };
};

/** A function is named by its name or its ARN. */
const functionArnOf = (name: string | undefined): string =>
  name === undefined || name.startsWith('arn:') ? (name ?? '') : arnOf('lambda', `function:${name}`);

/** One version exists here, the code of the assembly. */
const version: Identify = (subject) => {
  const arn = `${functionArnOf(given(subject, 'FunctionName'))}:1`;
  return { physicalId: arn, attributes: { FunctionArn: arn, Version: '1' } };
};

const alias: Identify = (subject) => {
  const arn = `${functionArnOf(given(subject, 'FunctionName'))}:${given(subject, 'Name') ?? ''}`;
  return { physicalId: arn, attributes: { AliasArn: arn } };
};

const eventSourceMapping: Identify = (subject) => {
  const id = stableUuid(subject);
  return { physicalId: id, attributes: { Id: id, EventSourceMappingArn: arnOf('lambda', `event-source-mapping:${id}`) } };
};

const stateMachine: Identify = (subject) => {
  const name = nameOf(subject, 'StateMachineName', 80);
  const arn = arnOf('states', `stateMachine:${name}`);
  return { physicalId: arn, attributes: { Arn: arn, Name: name } };
};

const schedule: Identify = (subject) => {
  const name = nameOf(subject, 'Name', 64);
  return { physicalId: name, attributes: { Arn: arnOf('scheduler', `schedule/${given(subject, 'GroupName') ?? 'default'}/${name}`) } };
};

/** Rules of another bus carry its name; this runtime has the default bus. */
const rule = named('Name', 64, (name) => arnOf('events', `rule/${name}`));

const httpApi: Identify = (subject) => {
  const id = stableHex(subject, 10);
  return { physicalId: id, attributes: { ApiId: id, ApiEndpoint: subject.endpoints.httpApi(subject.logicalId) } };
};

const managedPolicy: Identify = (subject) => {
  const arn = globalArnOf('iam', `policy/${nameOf(subject, 'ManagedPolicyName', 128)}`);
  return { physicalId: arn, attributes: { PolicyArn: arn } };
};

const subscription: Identify = (subject) => {
  const arn = `${given(subject, 'TopicArn') ?? ''}:${stableUuid(subject)}`;
  return { physicalId: arn, attributes: { Arn: arn } };
};

const parameter: Identify = (subject) => ({
  physicalId: given(subject, 'Name') ?? `/${generatedName(subject, 1000)}`,
  attributes: { Type: given(subject, 'Type') ?? '', Value: given(subject, 'Value') ?? '' },
});

const logGroup: Identify = (subject) => {
  const name = nameOf(subject, 'LogGroupName', 512);
  return { physicalId: name, attributes: { Arn: `${arnOf('logs', `log-group:${name}`)}:*` } };
};

const alarm = (property: string): Identify => named(property, 255, (name) => arnOf('cloudwatch', `alarm:${name}`));

/** Every resource type that this runtime deploys or knowingly leaves without effect. What is not here is refused at boot. */
export const identities: Readonly<Record<string, Identify>> = {
  'AWS::ApiGatewayV2::Api': httpApi,
  'AWS::ApiGatewayV2::Authorizer': (subject) => ({
    physicalId: stableHex(subject, 6),
    attributes: { AuthorizerId: stableHex(subject, 6) },
  }),
  'AWS::ApiGatewayV2::Integration': (subject) => ({
    physicalId: stableHex(subject, 7),
    attributes: { IntegrationId: stableHex(subject, 7) },
  }),
  'AWS::ApiGatewayV2::Route': (subject) => ({ physicalId: stableHex(subject, 7), attributes: { RouteId: stableHex(subject, 7) } }),
  'AWS::ApiGatewayV2::Stage': refName('StageName', 128),
  'AWS::CloudWatch::Alarm': alarm('AlarmName'),
  'AWS::CloudWatch::CompositeAlarm': alarm('AlarmName'),
  'AWS::CloudWatch::Dashboard': refName('DashboardName', 255),
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::Events::Rule': rule,
  'AWS::GuardDuty::MalwareProtectionPlan': (subject) => {
    const id = stableHex(subject, 20);
    return { physicalId: id, attributes: { Arn: arnOf('guardduty', `malware-protection-plan/${id}`), MalwareProtectionPlanId: id } };
  },
  'AWS::IAM::ManagedPolicy': managedPolicy,
  'AWS::IAM::Policy': refName('PolicyName', 128),
  'AWS::IAM::Role': (subject) => {
    const name = nameOf(subject, 'RoleName', 64);
    return {
      physicalId: name,
      attributes: { Arn: globalArnOf('iam', `role/${name}`), RoleId: `AROA${stableHex(subject, 17).toUpperCase()}` },
    };
  },
  'AWS::KMS::Alias': refName('AliasName', 256),
  'AWS::KMS::Key': key,
  'AWS::Lambda::Alias': alias,
  'AWS::Lambda::EventInvokeConfig': opaque,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': opaque,
  'AWS::Lambda::Version': version,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::Logs::MetricFilter': refName('FilterName', 512),
  'AWS::Logs::QueryDefinition': (subject) => ({ physicalId: stableUuid(subject), attributes: { QueryDefinitionId: stableUuid(subject) } }),
  'AWS::Logs::ResourcePolicy': refName('PolicyName', 512),
  'AWS::S3::Bucket': bucket,
  'AWS::S3::BucketPolicy': opaque,
  'AWS::SNS::Subscription': subscription,
  'AWS::SNS::Topic': topic,
  'AWS::SNS::TopicInlinePolicy': opaque,
  'AWS::SNS::TopicPolicy': opaque,
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueueInlinePolicy': opaque,
  'AWS::SQS::QueuePolicy': opaque,
  'AWS::SSM::Parameter': parameter,
  'AWS::Scheduler::Schedule': schedule,
  'AWS::Scheduler::ScheduleGroup': named('Name', 64, (name) => arnOf('scheduler', `schedule-group/${name}`)),
  'AWS::SecretsManager::Secret': secret,
  'AWS::StepFunctions::StateMachine': stateMachine,
};

/** Types that mean nothing outside AWS and are left out altogether. */
export const ignoredTypes: ReadonlySet<string> = new Set(['AWS::CDK::Metadata']);
