import * as z from 'zod';
import type { Resource } from '../synthesized.ts';

/** A metric as an alarm reads it. */
export type ReadMetric = {
  /** Namespace, name and the values of the dimensions, resources by their logical id without the digest. */
  readonly key: string;
  readonly statistic: 'Sum' | 'Maximum';
  readonly periodMinutes: number;
};

/** What an alarm of the template says, in the terms of CloudWatch. */
export type AlarmRule = {
  readonly name: string;
  readonly periodMinutes: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: (value: number, threshold: number) => boolean;
  readonly missing: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
  readonly metrics: ReadonlyMap<string, ReadMetric>;
  /** Of the metrics' ids; a bare id where the alarm reads one metric. */
  readonly expression: string;
};

const comparisons: Readonly<Record<string, AlarmRule['comparison']>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

const Dimensions = z.array(z.strictObject({ Name: z.string(), Value: z.unknown() })).default([]);
const Statistic = z.enum(['Sum', 'Maximum']);
const Metric = z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions });
const shared = {
  ComparisonOperator: z.string().transform((name, context) => {
    const comparison = comparisons[name];
    if (comparison) return comparison;
    context.addIssue(`the comparison ${name} is not implemented`);
    return z.NEVER;
  }),
  EvaluationPeriods: z.number(),
  DatapointsToAlarm: z.number().optional(),
  Threshold: z.number(),
  // Nobody relies on the default: it differs between namespaces (DynamoDB's metrics are ignored when missing).
  TreatMissingData: z.enum(['missing', 'ignore', 'breaching', 'notBreaching']),
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()),
  Tags: z.array(z.unknown()).optional(),
};
/** Strict: a property that nobody here knows would be passed over in silence. */
const OneMetric = z.strictObject({ ...shared, Namespace: z.string(), MetricName: z.string(), Dimensions, Statistic, Period: z.number() });
const Expression = z.strictObject({
  Id: z.string(),
  Expression: z.string(),
  Label: z.string().optional(),
  ReturnData: z.literal(true).optional(),
});
const Source = z.strictObject({
  Id: z.string(),
  Label: z.string().optional(),
  ReturnData: z.literal(false),
  MetricStat: z.strictObject({ Metric, Period: z.number(), Stat: Statistic }),
});
const Calculated = z.strictObject({ ...shared, Metrics: z.array(z.union([Expression, Source])) });

const withoutDigest = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

/** What a dimension's value names: a resource of the stack, one of another stack by its export, or a word. */
export const nameOfValue = (value: unknown): string => {
  const one = z
    .union([
      z.string(),
      z.strictObject({ Ref: z.string() }).transform(({ Ref }) => withoutDigest(Ref)),
      z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((named) => withoutDigest(named['Fn::GetAtt'][0])),
      z.strictObject({ 'Fn::ImportValue': z.string() }).transform((named) => {
        const [, name] = /:ExportsOutput(?:Ref|FnGetAtt)(.+?)(?:Arn)?[0-9A-F]{8}$/.exec(named['Fn::ImportValue']) ?? [];
        if (!name) throw new Error(`no resource can be seen in ${named['Fn::ImportValue']}`);
        return withoutDigest(name);
      }),
    ])
    .parse(value);
  return one;
};

const keyOf = ({ Namespace, MetricName, Dimensions: dimensions }: z.infer<typeof Metric>): string =>
  [Namespace, MetricName, ...dimensions.map(({ Value }) => nameOfValue(Value))].join(' ');

/** Reads an alarm of a synthesized template. @throws ZodError for whatever the evaluator does not implement */
export const readAlarm = (logicalId: string, { Properties }: Resource): AlarmRule => {
  const read = z.union([OneMetric, Calculated]).parse(Properties);
  const metrics = new Map<string, ReadMetric>();
  let expression = 'only';
  if ('Metrics' in read)
    for (const one of read.Metrics) {
      if ('Expression' in one) expression = one.Expression;
      else {
        const { Metric: metric, Period, Stat } = one.MetricStat;
        metrics.set(one.Id, { key: keyOf(metric), statistic: Stat, periodMinutes: Period / 60 });
      }
    }
  else metrics.set('only', { key: keyOf(read), statistic: read.Statistic, periodMinutes: read.Period / 60 });
  const periods = new Set([...metrics.values()].map(({ periodMinutes }) => periodMinutes));
  const [periodMinutes] = periods;
  if (periodMinutes === undefined || periods.size > 1) throw new Error(`${logicalId} reads metrics of several periods`);
  return {
    name: withoutDigest(logicalId),
    periodMinutes,
    evaluationPeriods: read.EvaluationPeriods,
    datapointsToAlarm: read.DatapointsToAlarm ?? read.EvaluationPeriods,
    threshold: read.Threshold,
    comparison: read.ComparisonOperator,
    missing: read.TreatMissingData,
    metrics,
    expression,
  };
};
