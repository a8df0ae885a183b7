import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  EventSourceMapping,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { bundledCode, type FilesBeside, proceduresFolder } from '../bundle/bundled-code.ts';
import { acknowledge } from '../nag.ts';

export type ServiceFunctionProps<Env> = {
  /** Slice and name of the entry: `dossier/open-draft` is functions/dossier/open-draft.lambda.ts. */
  readonly entry: string;
  /** Typed by the function's own env schema: a missing variable does not compile. */
  readonly environment: Env;
  /** Files that the function reads beside its module. @default none */
  readonly beside?: FilesBeside;
  /** @default 10 seconds, below the 29 s that a caller of the HTTP API waits */
  readonly timeout?: Duration;
  /** @default 512 MB: CPU grows with memory, and cold starts with CPU */
  readonly memoryMb?: number;
};

/** System logs are kept at least 12 months (Decree 53/2022/NĐ-CP, domain notes rules.md 3.7 and 4). */
export const LOG_RETENTION = RetentionDays.THIRTEEN_MONTHS;

/** A function with the settings that all share: arm64, Node 24, JSON logs in a group of its own, no tracer. */
export class ServiceFunction<Env extends Readonly<Record<string, unknown>>> extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps<Env>) {
    super(scope, id);
    const environment = Object.fromEntries(
      Object.entries<unknown>(props.environment).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
    this.lambda = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: bundledCode({
        entry: `functions/${props.entry}.lambda.ts`,
        procedures: proceduresFolder(this),
        beside: props.beside ?? {},
      }),
      environment,
      timeout: props.timeout ?? Duration.seconds(10),
      memorySize: props.memoryMb ?? 512,
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      logGroup: new LogGroup(this, 'Logs', { retention: LOG_RETENTION }),
    });
    acknowledge(
      this,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      'writes logs only; the group is given to the function and every other right is named',
    );
    acknowledge(
      this,
      'Serverless-LambdaTracing',
      'no tracer: one log line per call carries the correlation id (cost and cold start budgets)',
    );
    acknowledge(
      this,
      'Serverless-LambdaDLQ',
      'what a failed call was about is kept elsewhere: by the caller, the queue, the on-failure queue of the stream, or the next sweep',
    );
  }

  /** Lets the function take the messages of `queue`, `batchSize` at once at the most; it says which of them failed. */
  consume(queue: Queue, batchSize: number): this {
    this.lambda.addEventSource(new SqsEventSource(queue, { batchSize, reportBatchItemFailures: true }));
    for (const mapping of this.lambda.node.children.filter((child) => child instanceof EventSourceMapping))
      acknowledge(mapping, 'Serverless-LambdaEventSourceMappingDestination', 'a queue keeps failed messages by its own redrive policy');
    return this;
  }

  /** Lets the function do exactly `actions` on exactly `resources`. */
  allow(actions: readonly string[], resources: readonly string[]): this {
    this.lambda.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    return this;
  }
}
