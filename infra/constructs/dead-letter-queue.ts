import { Duration } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';
import { ALARM_PERIOD, runbookAlarm } from './alarm.ts';

export type DeadLetterQueueProps = { readonly effect: string; readonly runbook: string };

/** Where work ends that could not be done: kept 14 days, alarmed from the first message, emptied by a redrive (docs/runbook.md). */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { effect, runbook }: DeadLetterQueueProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', { retentionPeriod: Duration.days(14), enforceSSL: true });
    acknowledge(this.queue, 'Serverless-SQSRedrivePolicy', 'this is the dead letter queue itself');
    runbookAlarm(this, 'Alarm', {
      metric: this.queue.metricApproximateNumberOfMessagesVisible({ period: ALARM_PERIOD, statistic: 'Maximum' }),
      effect,
      runbook,
    });
  }
}
