import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';

/** Metrics that one alarm may read (CloudWatch quotas, "Alarms"). */
const MOST_METRICS = 10;

/** The metrics added up, one sum for each ten of them: an alarm reads no more. */
export const sumsOf = (metrics: readonly IMetric[], period: Duration, label: string): readonly MathExpression[] =>
  Array.from({ length: Math.ceil(metrics.length / MOST_METRICS) }, (_, part) =>
    sumOf(metrics.slice(part * MOST_METRICS, (part + 1) * MOST_METRICS), period, label),
  );

/**
 * The metrics added up, for a graph (where labels must differ) or for an alarm on at most ten. Most count only what goes wrong and
 * are silent otherwise; filled with 0 the sum is not, or its alarm would judge by old values and end and begin again for minutes.
 */
export const sumOf = (metrics: readonly IMetric[], period: Duration, label: string): MathExpression => {
  const prefix = label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  const terms = new Map(metrics.map((metric, index) => [`${prefix}_${index}`, metric]));
  return new MathExpression({
    expression: [...terms.keys()].map((id) => `FILL(${id}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(terms),
    period,
    label,
  });
};
