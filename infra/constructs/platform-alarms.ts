import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { ALARM_PERIOD, runbookAlarm } from './alarm.ts';
import type { ServiceFunction } from './service-function.ts';
import { sumsOf } from './sum-of.ts';

/** Operations of DynamoDB that this system calls; each counts its system errors on its own. */
type Operation = 'GetItem' | 'BatchGetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'BatchWriteItem' | 'TransactWriteItems';

export type WatchedTable = { readonly table: TableV2; readonly indexes: readonly string[]; readonly operations: readonly Operation[] };

export type PlatformAlarmsProps = {
  /** Functions that no caller of the API waits for: nobody sees their failures. */
  readonly background: readonly ServiceFunction<never>[];
  readonly tables: readonly WatchedTable[];
  /** Concurrent executions that the account's quota allows in the region (cells.json). */
  readonly concurrency: number;
};

/** Calls that DynamoDB turned away, of a table and of its indexes: a throttled index holds the table's writes back. */
export const throttleMetrics = ({ table, indexes }: WatchedTable): readonly Metric[] =>
  ['ReadThrottleEvents', 'WriteThrottleEvents'].flatMap((name) => [
    table.metric(name, { period: ALARM_PERIOD, statistic: 'Sum' }),
    ...indexes.map((index) =>
      table.metric(name, {
        period: ALARM_PERIOD,
        statistic: 'Sum',
        dimensionsMap: { TableName: table.tableName, GlobalSecondaryIndexName: index },
      }),
    ),
  ]);

const systemErrorMetrics = ({ table, operations }: WatchedTable): readonly Metric[] =>
  operations.map((Operation) =>
    table.metric('SystemErrors', {
      period: ALARM_PERIOD,
      statistic: 'Sum',
      dimensionsMap: { TableName: table.tableName, Operation },
    }),
  );

/** How many functions of the whole account run at once: the quota is the account's, so cells that share one alarm together. */
export const concurrencyMetric = (): Metric =>
  new Metric({ namespace: 'AWS/Lambda', metricName: 'ConcurrentExecutions', period: Duration.minutes(1), statistic: 'Maximum' });

/** Alarms on what every cell stands on: functions, tables, the account's room for both. */
export class PlatformAlarms extends Construct {
  constructor(scope: Construct, id: string, { background, tables, concurrency }: PlatformAlarmsProps) {
    super(scope, id);
    const counted = (name: 'Errors' | 'Throttles') =>
      sumsOf(
        background.map(({ lambda }) => lambda.metric(name, { period: ALARM_PERIOD, statistic: 'Sum' })),
        ALARM_PERIOD,
        name,
      );
    const each = <Item>(items: readonly Item[], name: string, alarm: (item: Item, alarmId: string) => void) => {
      for (const [index, item] of items.entries()) alarm(item, index === 0 ? name : `${name}${index + 1}`);
    };
    each(counted('Errors'), 'BackgroundErrors', (metric, alarmId) =>
      runbookAlarm(this, alarmId, {
        metric,
        threshold: 5,
        effect: 'Functions that nobody waits for end with an error: dossiers move on late or not at all.',
        runbook: 'functions-failing',
      }),
    );
    each(counted('Throttles'), 'BackgroundThrottles', (metric, alarmId) =>
      runbookAlarm(this, alarmId, {
        metric,
        threshold: 10,
        periods: 3,
        effect: 'Functions that nobody waits for are not let run: dossiers move on late.',
        runbook: 'functions-throttled',
      }),
    );
    runbookAlarm(this, 'Concurrency', {
      metric: concurrencyMetric(),
      threshold: Math.floor(concurrency * 0.8),
      periods: 5,
      breaching: 3,
      effect: 'The account is about to turn calls away: citizens, officers and agency systems will get errors.',
      runbook: 'functions-throttled',
    });
    // Retried throttling costs time only. Three periods, because the windows slide: a burst of two minutes can lie in two of them.
    each(sumsOf(tables.flatMap(throttleMetrics), ALARM_PERIOD, 'Throttled'), 'TablesThrottled', (metric, alarmId) =>
      runbookAlarm(this, alarmId, {
        metric,
        threshold: 10,
        periods: 3,
        effect: 'The tables turn calls away: answers are slow, some end as errors.',
        runbook: 'tables-throttled',
      }),
    );
    each(sumsOf(tables.flatMap(systemErrorMetrics), ALARM_PERIOD, 'System errors'), 'TablesFailing', (metric, alarmId) =>
      runbookAlarm(this, alarmId, {
        metric,
        threshold: 5,
        effect: 'DynamoDB itself fails: answers are slow, some end as errors.',
        runbook: 'tables-failing',
      }),
    );
  }
}
