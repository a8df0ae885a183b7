import { App, CfnCondition, CfnOutput, CfnParameter, Duration, Fn, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Alarm, ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, ProjectionType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  StartingPosition,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/** Synthesizes a small app with the resource types of a cell, in two stages, into `outdir`; `bundle` is the folder of the one function's code. */
export const synthesizeSample = (outdir: string, bundle: string): void => {
  const app = new App({ outdir, context: { '@aws-cdk/core:newStyleStackSynthesis': true }, analyticsReporting: false });
  for (const name of ['Province42', 'Province01']) {
    const stage = new Stage(app, name, { env: { region: 'ap-southeast-1' } });
    const state = new Stack(stage, 'State');
    const table = new TableV2(state, 'Dossiers', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      dynamoStream: StreamViewType.NEW_IMAGE,
      globalSecondaryIndexes: [
        { indexName: 'owner', partitionKey: { name: 'owner', type: AttributeType.STRING }, projectionType: ProjectionType.KEYS_ONLY },
      ],
    });
    const documents = new Bucket(state, 'Documents', { removalPolicy: RemovalPolicy.RETAIN });
    const personal = new Key(state, 'PersonalData');
    const signing = new Key(state, 'Signing', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY, alias: 'alias/signing' });
    const secret = new Secret(state, 'OwnerIndexKeys', { encryptionKey: personal });
    const topic = new Topic(state, 'Events');
    new StringParameter(state, 'Flag', { parameterName: '/cell/flag', stringValue: 'on' });

    const service = new Stack(stage, 'Service');
    const issuer = new CfnParameter(service, 'CitizenIssuer', { type: 'String', default: 'https://id.example' });
    const mode = new CfnParameter(service, 'Mode', { type: 'String' });
    const trial = new CfnCondition(service, 'IsTrial', { expression: Fn.conditionEquals(mode.valueAsString, 'trial') });
    const logs = new LogGroup(service, 'SubmitLogs');
    const submit = new LambdaFunction(service, 'Submit', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(bundle),
      handler: 'index.handler',
      memorySize: 256,
      timeout: Duration.seconds(10),
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
      logGroup: logs,
      environment: {
        TABLE: table.tableName,
        TABLE_ARN: table.tableArn,
        TOPIC: topic.topicArn,
        BUCKET: documents.bucketName,
        KEY: signing.keyArn,
        SECRET: secret.secretArn,
        PLACE: `${issuer.valueAsString}/${Fn.select(1, Fn.split('-', 'a-b-c'))}`,
        MODE: Fn.conditionIf(trial.logicalId, 'trial mode', 'normal mode').toString(),
        REGION: service.region,
        CELL: Fn.sub('cell ${AWS::AccountId} of ${X}', { X: 'here' }),
      },
    });
    table.grantReadWriteData(submit);
    const deadLetters = new Queue(service, 'DeadLetters', { retentionPeriod: Duration.days(14) });
    const inbox = new Queue(service, 'Inbox', { deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 } });
    topic.addSubscription(new SqsSubscription(inbox, { rawMessageDelivery: true }));
    submit.addEventSource(new SqsEventSource(inbox, { reportBatchItemFailures: true }));
    submit.addEventSource(new DynamoEventSource(table, { startingPosition: StartingPosition.TRIM_HORIZON }));
    new Schedule(service, 'Sweep', { schedule: ScheduleExpression.rate(Duration.minutes(1)), target: new LambdaInvoke(submit, {}) });
    const machine = new StateMachine(service, 'Approval', {
      definitionBody: DefinitionBody.fromString(
        '{"StartAt":"Open","States":{"Open":{"Type":"Pass","Comment":"calls ${OpenFunction}","End":true}}}',
      ),
      definitionSubstitutions: { OpenFunction: submit.functionArn },
    });
    const approvalName = new CfnOutput(service, 'ApprovalName', { value: Fn.select(6, Fn.split(':', machine.stateMachineArn)) });
    approvalName.condition = trial;
    new Rule(service, 'Ended', {
      eventPattern: { source: ['aws.states'], detail: { stateMachineArn: [machine.stateMachineArn] } },
      targets: [new SqsQueue(inbox)],
    });
    new Alarm(service, 'DeadLettersSeen', {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible(),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
    });
    const api = new HttpApi(service, 'Api', { createDefaultStage: false });
    api.addStage('DefaultStage', {
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destination: new LogGroupLogDestination(new LogGroup(service, 'AccessLogs')) },
    });
    api.addRoutes({
      path: '/citizen/dossiers/{dossierId}',
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration('SubmitIntegration', submit),
      authorizer: new HttpJwtAuthorizer('Citizen', issuer.valueAsString, { jwtAudience: ['citizen'] }),
      authorizationScopes: ['citizen'],
    });
    const agencies = new Stack(stage, 'Agencies');
    const land = new Queue(agencies, 'Land');
    topic.addSubscription(new SqsSubscription(land));
  }
  app.synth();
};
