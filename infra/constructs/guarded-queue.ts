import { Duration } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ALARM_PERIOD, runbookAlarm } from './alarm.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

export type GuardedQueueProps = {
  /** What stays undone while messages lie in the queue or its dead letter queue. */
  readonly effect: string;
  readonly runbook: string;
  /** At least six times the consumer's timeout. */
  readonly visibility: Duration;
  /** How old the oldest message may be before it alarms. @default 15 minutes */
  readonly oldest?: Duration;
  /** What an old message means, where that is another thing than a given-up one. @default `effect` and `runbook` */
  readonly late?: { readonly effect: string; readonly runbook: string };
};

/** A queue (7 days) with its dead letter queue (14 days, after 5 receives) and the alarms of both. */
export class GuardedQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: GuardedQueueProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', props).queue;
    this.queue = new Queue(this, 'Queue', {
      visibilityTimeout: props.visibility,
      retentionPeriod: Duration.days(7),
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    const { effect, runbook } = props.late ?? props;
    runbookAlarm(this, 'OldestAlarm', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: ALARM_PERIOD, statistic: 'Maximum' }),
      threshold: (props.oldest ?? Duration.minutes(15)).toSeconds(),
      effect,
      runbook,
    });
  }
}
