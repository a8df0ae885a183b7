import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { bundledCode } from '../bundle/bundled-code.ts';

export type ServiceFunctionProps<Env> = {
  /** Slice and name of the entry: `dossier/open-draft` is functions/dossier/open-draft.lambda.ts. */
  readonly entry: string;
  /** Typed by the function's own env schema: a missing variable does not compile. */
  readonly environment: Env;
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
      code: bundledCode(`functions/${props.entry}.lambda.ts`),
      environment,
      timeout: props.timeout ?? Duration.seconds(10),
      memorySize: props.memoryMb ?? 512,
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      logGroup: new LogGroup(this, 'Logs', { retention: LOG_RETENTION }),
    });
  }

  /** Lets the function do exactly `actions` on exactly `resources`. */
  allow(actions: readonly string[], resources: readonly string[]): this {
    this.lambda.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    return this;
  }
}
