import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { CellConfig } from './config.ts';
import { queuesOf } from './constructs/found-in-stack.ts';
import { GuardedQueue } from './constructs/guarded-queue.ts';
import { queueRow } from './dashboards/rows.ts';
import { StackDashboard } from './dashboards/stack-dashboard.ts';
import type { StateStack } from './state-stack.ts';

export type AgenciesStackProps = StackProps & { readonly cell: string; readonly config: CellConfig; readonly state: StateStack };

/** One queue per agency system, fed with the tasks of its agency. A stack of its own: agencies come and go. */
export class AgenciesStack extends Stack {
  constructor(scope: Construct, id: string, { cell, config, state, ...props }: AgenciesStackProps) {
    super(scope, id, props);
    for (const system of config.agencySystems) {
      const name = `${system[0]?.toUpperCase()}${system.slice(1)}`;
      const tasks = new GuardedQueue(this, `${name}Tasks`, {
        visibility: Duration.minutes(5),
        effect: `The system ${system} cannot take tasks: they lie in its dead letter queue.`,
        runbook: 'agency-dead-letters',
        // The system has its own hours, weekends among them; after 7 days the queue forgets its tasks.
        oldest: Duration.days(3),
        late: { effect: `The system ${system} takes no tasks: dossiers wait for its answers.`, runbook: 'agency-takes-nothing' },
      });
      state.events.addSubscription(
        new SqsSubscription(tasks.queue, {
          rawMessageDelivery: true,
          deadLetterQueue: tasks.deadLetters,
          filterPolicy: {
            type: SubscriptionFilter.stringFilter({ allowlist: ['vn.motcua.task.opened.v1'] }),
            agency: SubscriptionFilter.stringFilter({ allowlist: [system] }),
          },
        }),
      );
      new CfnOutput(this, `${name}TasksUrl`, { value: tasks.queue.queueUrl, description: `Queue of the agency system ${system}` });
    }
    new StackDashboard(this, 'Operations', {
      name: `motcua-${cell}-agencies`,
      about: `Cell ${cell}: do the agency systems take their tasks?`,
      runbook: config.runbook,
      rows: [queueRow(...queuesOf(this))],
    });
  }
}
