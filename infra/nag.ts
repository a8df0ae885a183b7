import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** Accepts one finding of cdk-nag on a construct and its children, with the reason. */
export const acknowledge = (construct: IConstruct, id: string, reason: string): void => {
  Validations.of(construct).acknowledge({ id, reason });
};

/** Rules that the design decides against everywhere, each with its reason. */
const everywhere: Readonly<Record<string, string>> = {
  'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]':
    'writes logs only; the group is given to each function and every other right is named',
  'Serverless-LambdaTracing': 'no tracer: one log line per call carries the correlation id (cost and cold start budgets)',
  'Serverless-LambdaDLQ': 'synchronous and queue-driven functions: the caller or the queue holds the failure, never Lambda',
  'Serverless-LambdaEventSourceMappingDestination':
    'queue sources: a queue has its own redrive policy (a failed stream batch does have a destination)',
  'AwsSolutions-SF1': 'the history is in the table; the execution log keeps errors only (log budget)',
  'AwsSolutions-SF2': 'no tracer, see Serverless-LambdaTracing',
  'Serverless-StepFunctionStateMachineXray': 'no tracer, see Serverless-LambdaTracing',
};

/** Runs AwsSolutions and Serverless rules at synthesis; any finding that is not acknowledged fails it. */
export const checkWithNag = (app: App): void => {
  for (const [id, reason] of Object.entries(everywhere)) acknowledge(app, id, reason);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
};
