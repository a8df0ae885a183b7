import { Duration } from 'aws-cdk-lib';
import { Alarm, CfnAlarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/*
 * Which alarms a cell has: one for every place where work can stop without anybody noticing, and one for every kind of failure that
 * people feel. A queue has two (something was given up; the oldest message is too old), a stream two, and what many functions or
 * tables share is added up into one. CloudWatch bills an alarm by the metrics it reads (0.10 USD each a month), so adding up saves
 * no money: it saves operators from nine messages about one cause. Failures that end as a 5xx of the API have no alarm of their own.
 */

export type RunbookAlarmProps = {
  readonly metric: IMetric;
  /** What it means for citizens or officers, in one sentence. */
  readonly effect: string;
  /** Heading of docs/runbook.md. */
  readonly runbook: string;
  /** Alarms from this value on. @default 1 */
  readonly threshold?: number;
  /** Periods of the metric that are looked at. @default 1 */
  readonly periods?: number;
  /** How many of them must be over the threshold. @default all */
  readonly breaching?: number;
  /** For what must happen all the time: alarms below the threshold, and when nothing is measured at all. @default false */
  readonly whenAbsent?: boolean;
};

/** The span that counting alarms look at. */
export const ALARM_PERIOD = Duration.minutes(5);

/**
 * An alarm whose description names the effect and the runbook entry. What is not measured is in order, unless `whenAbsent`: counters
 * of failures say nothing while nothing fails. (For DynamoDB's metrics this must be said: unsaid, CloudWatch keeps the last state.)
 */
export const runbookAlarm = (scope: Construct, id: string, props: RunbookAlarmProps): Alarm => {
  const { metric, effect, runbook, threshold = 1, periods = 1, breaching = periods, whenAbsent = false } = props;
  return new Alarm(scope, id, {
    metric,
    threshold,
    evaluationPeriods: periods,
    datapointsToAlarm: breaching,
    comparisonOperator: whenAbsent ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: whenAbsent ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    alarmDescription: `${effect} docs/runbook.md#${runbook}`,
  });
};

/** The runbook entry that an alarm names. @throws for an alarm that was not made by runbookAlarm */
export const runbookHeading = ({ node }: Alarm): string => {
  const { defaultChild } = node;
  const heading = defaultChild instanceof CfnAlarm ? defaultChild.alarmDescription?.split('#')[1] : undefined;
  if (!heading) throw new Error(`the alarm ${node.path} names no runbook entry`);
  return heading;
};
