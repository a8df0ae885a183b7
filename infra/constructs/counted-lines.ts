import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { ALARM_PERIOD } from './alarm.ts';

export type CountedLinesProps = {
  readonly cell: string;
  readonly logGroup: ILogGroup;
  /** The `message` of the lines, to the letter. */
  readonly message: string;
  /** Several filters may count into one metric. */
  readonly metricName: string;
};

/** Counts log lines of one message as a metric of the cell (namespace `MotCua/<cell>`). */
export const countedLines = (scope: Construct, id: string, { cell, logGroup, message, metricName }: CountedLinesProps): Metric =>
  new MetricFilter(scope, id, {
    logGroup,
    filterPattern: FilterPattern.stringValue('$.message', '=', message),
    metricNamespace: `MotCua/${cell}`,
    metricName,
  }).metric({ period: ALARM_PERIOD, statistic: 'Sum' });
