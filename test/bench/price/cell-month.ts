import { type PriceList, usdFor } from './price-list.ts';

/** What of a cell's template costs by the month, whether anyone files or not. */
export type CellParts = {
  readonly alarms: number;
  readonly keys: number;
  readonly secrets: number;
  readonly dashboards: number;
  readonly metrics: number;
  /** Queues that functions of the cell read. */
  readonly readQueues: number;
  /** Schedules, each of which calls a function once a minute. */
  readonly schedules: number;
};

type Typed = { readonly type: string; readonly properties: Readonly<Record<string, unknown>> };

const COUNTED: Readonly<Record<string, keyof CellParts>> = {
  'AWS::CloudWatch::Alarm': 'alarms',
  'AWS::KMS::Key': 'keys',
  'AWS::SecretsManager::Secret': 'secrets',
  'AWS::CloudWatch::Dashboard': 'dashboards',
  'AWS::Logs::MetricFilter': 'metrics',
  'AWS::Scheduler::Schedule': 'schedules',
};

const isQueueSource = ({ type, properties }: Typed): boolean =>
  type === 'AWS::Lambda::EventSourceMapping' && String(properties['EventSourceArn']).startsWith('arn:aws:sqs:');

export const cellParts = (resources: readonly Typed[]): CellParts => {
  const parts = { alarms: 0, keys: 0, secrets: 0, dashboards: 0, metrics: 0, readQueues: 0, schedules: 0 };
  for (const resource of resources) {
    const name = COUNTED[resource.type];
    if (name) parts[name] += 1;
    if (isQueueSource(resource)) parts.readQueues += 1;
  }
  return parts;
};

const MINUTES_OF_A_MONTH = 30 * 24 * 60;
/** Memory of the functions that schedules call (GB). */
const SCHEDULED_GIGABYTES = 0.5;

/** Dollars a month for a cell in which nothing happens. */
export const idleMonthOf = (parts: CellParts, list: PriceList): number => {
  const { millisecondsPerCall, pollsPerQueueMonth } = list.assumptions;
  const calls = parts.schedules * MINUTES_OF_A_MONTH;
  return (
    usdFor(list, 'alarmMonth', parts.alarms) +
    usdFor(list, 'keyMonth', parts.keys) +
    usdFor(list, 'secretMonth', parts.secrets) +
    usdFor(list, 'dashboardMonth', parts.dashboards) +
    usdFor(list, 'metricMonth', parts.metrics) +
    usdFor(list, 'queueRequest', parts.readQueues * pollsPerQueueMonth.value) +
    usdFor(list, 'scheduleInvocation', calls) +
    usdFor(list, 'invocation', calls) +
    usdFor(list, 'gigabyteSecond', calls * SCHEDULED_GIGABYTES * (millisecondsPerCall.value / 1000))
  );
};
