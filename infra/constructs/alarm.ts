import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

export type RunbookAlarmProps = {
  readonly metric: IMetric;
  /** What it means for citizens or officers, in one sentence. */
  readonly effect: string;
  /** Heading of docs/runbook.md. */
  readonly runbook: string;
  /** @default 1 */
  readonly threshold?: number;
  /** Periods of the metric that must breach. @default 1 */
  readonly periods?: number;
};

/** The span that counting alarms look at. */
export const ALARM_PERIOD = Duration.minutes(5);

/** An alarm whose description names the effect and the runbook entry. */
export const runbookAlarm = (
  scope: Construct,
  id: string,
  { metric, effect, runbook, threshold = 1, periods = 1 }: RunbookAlarmProps,
): Alarm =>
  new Alarm(scope, id, {
    metric,
    threshold,
    evaluationPeriods: periods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: `${effect} docs/runbook.md#${runbook}`,
  });
