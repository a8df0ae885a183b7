import { resolve } from 'node:path';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type * as env from '../../functions/task/task.env.ts';
import { type Cell, indexArn, tableRights } from '../cell.ts';
import { ALARM_PERIOD, runbookAlarm } from '../constructs/alarm.ts';
import { GuardedQueue } from '../constructs/guarded-queue.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { sumOf } from '../constructs/sum-of.ts';
import { Workflow, workflowArn } from '../constructs/workflow.ts';
import { acknowledge } from '../nag.ts';

type Env<Name extends keyof typeof env> = z.infer<(typeof env)[Name]>;

/** The ARNs of all executions of the state machine of this name. */
const executionsArn = (scope: Construct, name: string): string =>
  Stack.of(scope).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${name}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

export type TaskFeatureProps = { readonly concludeDossier: ServiceFunction<never> };

/** Tasks of the agencies, and the approval state machine that waits for them. */
export class TaskFeature extends Construct {
  readonly approval: Workflow;

  constructor(scope: Construct, id: string, cell: Cell, { concludeDossier }: TaskFeatureProps) {
    super(scope, id);
    const { code, state, api } = cell;
    const table = state.dossiers.tableArn;
    const { read, readMany, write, list } = tableRights;
    const DOSSIERS_TABLE = state.dossiers.tableName;
    const PERSONAL_DATA_KEY = state.personalDataKey.keyArn;

    const listTasks = new ServiceFunction<Env<'ListTasksEnv'>>(this, 'ListTasks', {
      entry: 'task/list-tasks',
      environment: { DOSSIERS_TABLE },
    })
      .allow(readMany, [table])
      .allow(list, [indexArn(state, 'inbox')]);
    const readTask = new ServiceFunction<Env<'ReadTaskEnv'>>(this, 'ReadTask', {
      entry: 'task/read-task',
      environment: { DOSSIERS_TABLE, PERSONAL_DATA_KEY },
    })
      .allow([...read, ...write], [table])
      .allow(['kms:Decrypt'], [PERSONAL_DATA_KEY]);
    const answer = new ServiceFunction<Env<'AnswerTaskEnv'>>(this, 'AnswerTask', {
      entry: 'task/answer-task',
      environment: { DOSSIERS_TABLE, PERSONAL_DATA_KEY },
    })
      .allow([...read, ...readMany, ...list, ...write], [table])
      // Opens as well: an answer that is repeated is compared with what was said the first time.
      .allow(['kms:GenerateDataKey', 'kms:Decrypt'], [PERSONAL_DATA_KEY]);
    const decide = new ServiceFunction<Env<'DecideTaskEnv'>>(this, 'DecideTask', {
      entry: 'task/decide-task',
      environment: { DOSSIERS_TABLE, PERSONAL_DATA_KEY },
    })
      .allow([...read, ...readMany, ...list, ...write], [table])
      // Opens as well: an answer that is repeated is compared with what was said the first time.
      .allow(['kms:GenerateDataKey', 'kms:Decrypt'], [PERSONAL_DATA_KEY]);
    api.route('GET /agency/tasks', listTasks);
    api.route('GET /agency/tasks/{taskId}', readTask);
    api.route('POST /agency/tasks/{taskId}/answer', answer);
    api.route('POST /agency/tasks/{taskId}/return', answer);
    api.route('POST /staff/tasks/{taskId}/decision', decide);
    api.route('POST /staff/tasks/{taskId}/routing', decide);

    const name = `motcua-${code}-approval`;
    const machine = workflowArn(this, name);
    const hold = new ServiceFunction<Env<'HoldTaskTokenEnv'>>(this, 'HoldTaskToken', {
      entry: 'task/hold-task-token',
      environment: { DOSSIERS_TABLE },
    })
      .allow([...read, ...write], [table])
      .allow(['states:SendTaskSuccess'], [machine]);
    this.approval = new Workflow(this, 'Approval', {
      name,
      definition: resolve(import.meta.dirname, '../../state-machines/approval.asl.json'),
      functions: { HoldTaskToken: hold, ConcludeDossier: concludeDossier },
    });
    const ended = { period: ALARM_PERIOD, statistic: 'Sum' };
    const { stateMachine } = this.approval;
    runbookAlarm(this, 'ExecutionsFailed', {
      metric: sumOf(
        [stateMachine.metricFailed(ended), stateMachine.metricTimedOut(ended), stateMachine.metricAborted(ended)],
        ALARM_PERIOD,
        'Executions that stopped',
      ),
      effect: 'Approvals stopped; they are restarted from the table, again and again if the cause stays.',
      runbook: 'approvals-failed',
    });
    this.#approvals(cell, name);
    this.#restarts(cell, machine);
  }

  /** Starts executions, hands answers to the waiting tasks, and finds executions that were lost without a word. */
  #approvals({ state }: Cell, name: string): void {
    const machine = workflowArn(this, name);
    const queue = new GuardedQueue(this, 'Approvals', {
      visibility: Duration.seconds(90),
      effect: 'Answers of agencies do not move their dossiers on.',
      runbook: 'approvals-stuck',
    });
    const drive = new ServiceFunction<Env<'DriveApprovalsEnv'>>(this, 'DriveApprovals', {
      entry: 'task/drive-approvals',
      environment: { DOSSIERS_TABLE: state.dossiers.tableName, APPROVAL_MACHINE: machine },
    })
      .allow([...tableRights.read, ...tableRights.list, ...tableRights.write], [state.dossiers.tableArn])
      .allow(['states:StartExecution', 'states:SendTaskSuccess'], [machine])
      .allow(['states:DescribeExecution'], [executionsArn(this, name)]);
    acknowledge(
      drive,
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${name}:*]`,
      'executions are named for dossiers and runs, so that they can only be named together',
    );
    drive.consume(queue.queue, 10);
    const facts = [
      'dossier.processing-started',
      'dossier.execution-restarted',
      'dossier.deadline-passed',
      'dossier.escalated',
      'dossier.extension-drafted',
      'dossier.stopped',
      'task.answered',
      'task.decided',
      'task.silent',
    ];
    state.events.addSubscription(
      new SqsSubscription(queue.queue, {
        rawMessageDelivery: true,
        deadLetterQueue: queue.deadLetters,
        filterPolicy: { type: SubscriptionFilter.stringFilter({ allowlist: facts.map((fact) => `vn.motcua.${fact}.v1`) }) },
      }),
    );
  }

  /** Executions that ended without concluding are started anew from the table. */
  #restarts({ state }: Cell, machine: string): void {
    const queue = new GuardedQueue(this, 'EndedExecutions', {
      visibility: Duration.seconds(90),
      effect: 'Approvals that stopped are not restarted.',
      runbook: 'approvals-failed',
      // A restart lies here for up to 15 minutes, on purpose.
      oldest: Duration.minutes(30),
    });
    const restart = new ServiceFunction<Env<'RestartExecutionEnv'>>(this, 'RestartExecution', {
      entry: 'task/restart-execution',
      environment: {
        DOSSIERS_TABLE: state.dossiers.tableName,
        APPROVAL_MACHINE: machine,
        ENDED_EXECUTIONS_QUEUE: queue.queue.queueUrl,
      },
    })
      .allow([...tableRights.read, ...tableRights.write], [state.dossiers.tableArn])
      .allow(['sqs:SendMessage'], [queue.queue.queueArn]);
    restart.consume(queue.queue, 10);
    new Rule(this, 'ExecutionEnded', {
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [machine], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      targets: [new SqsQueue(queue.queue, { deadLetterQueue: queue.deadLetters })],
    });
  }
}
