import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { GuardedQueue } from './constructs/guarded-queue.ts';
import type { StateStack } from './state-stack.ts';

export type AgenciesStackProps = StackProps & { readonly systems: readonly string[]; readonly state: StateStack };

/** One queue per agency system, fed with the tasks of its agency. A stack of its own: agencies come and go. */
export class AgenciesStack extends Stack {
  constructor(scope: Construct, id: string, { systems, state, ...props }: AgenciesStackProps) {
    super(scope, id, props);
    for (const system of systems) {
      const name = `${system[0]?.toUpperCase()}${system.slice(1)}`;
      const tasks = new GuardedQueue(this, `${name}Tasks`, {
        visibility: Duration.minutes(5),
        effect: `The system ${system} cannot take tasks: they lie in its dead letter queue.`,
        runbook: 'agency-dead-letters',
        watchAge: false,
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
  }
}
