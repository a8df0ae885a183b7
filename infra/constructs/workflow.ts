import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';
import { LOG_RETENTION, type ServiceFunction } from './service-function.ts';

export type WorkflowProps = {
  /** Physical name: its functions are allowed to answer its tasks by ARN, which a reference would make circular. */
  readonly name: string;
  /** Path of the definition (state-machines/*.asl.json). */
  readonly definition: string;
  /** One function per `${Placeholder}` of the definition. */
  readonly functions: Readonly<Record<string, ServiceFunction<never>>>;
};

/** The ARN that a state machine of this name has in this stack's account and region. */
export const workflowArn = (scope: Construct, name: string): string =>
  Stack.of(scope).formatArn({ service: 'states', resource: 'stateMachine', resourceName: name, arnFormat: ArnFormat.COLON_RESOURCE_NAME });

/** A state machine from its file. The file's placeholders and the functions given must agree. */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const asl = readFileSync(props.definition, 'utf8');
    const wanted = [...new Set([...asl.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name))].sort();
    const given = Object.keys(props.functions).sort();
    if (wanted.join() !== given.join()) throw new Error(`${basename(props.definition)} needs [${wanted}], got [${given}]`);

    this.stateMachine = new StateMachine(this, 'Machine', {
      stateMachineName: props.name,
      // Compact text: spaces of the file would count against the template's size.
      definitionBody: DefinitionBody.fromString(JSON.stringify(JSON.parse(asl))),
      definitionSubstitutions: Object.fromEntries(Object.entries(props.functions).map(([name, fn]) => [name, fn.lambda.functionArn])),
      logs: { destination: new LogGroup(this, 'Logs', { retention: LOG_RETENTION }), level: LogLevel.ERROR, includeExecutionData: false },
    });
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: Object.values(props.functions).map((fn) => fn.lambda.functionArn),
      }),
    );
    acknowledge(this, 'AwsSolutions-SF1', 'the history is in the table; the execution log keeps errors only (log budget)');
    for (const rule of ['AwsSolutions-SF2', 'Serverless-StepFunctionStateMachineXray'])
      acknowledge(this, rule, 'no tracer: one log line per call carries the correlation id (cost and cold start budgets)');
    acknowledge(
      this,
      'AwsSolutions-IAM5[Resource::*]',
      'delivery of execution logs has no resource-level rights (Step Functions guide, "Logging")',
    );
  }
}
