import { Duration } from 'aws-cdk-lib';
import {
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { CellApi, Served } from '../constructs/cell-api.ts';
import type { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import type { GuardedQueue } from '../constructs/guarded-queue.ts';
import { concurrencyMetric, throttleMetrics, type WatchedTable } from '../constructs/platform-alarms.ts';
import type { ServiceFunction } from '../constructs/service-function.ts';
import { sumOf } from '../constructs/sum-of.ts';
import type { Workflow } from '../constructs/workflow.ts';

/** Points of all graphs. */
const PERIOD = Duration.minutes(5);
const WIDTH = 12;
const HEIGHT = 6;

const graph = (title: string, left: readonly IMetric[], right: readonly IMetric[] = []): IWidget =>
  new GraphWidget({ title, left: [...left], right: [...right], width: WIDTH, height: HEIGHT, period: PERIOD, liveData: true });

type Functions = readonly ServiceFunction<never>[];

const sumOfFunctions = (functions: Functions, name: 'Invocations' | 'Errors' | 'Throttles', label: string) =>
  sumOf(
    functions.map(({ lambda }) => lambda.metric(name, { period: PERIOD, statistic: 'Sum' })),
    PERIOD,
    label,
  );

/** Do dossiers move? Calls and how they are answered, in all and by who calls. */
export const trafficRow = ({ api, accessLogs }: CellApi, served: Served): IWidget[] => {
  const count = { period: PERIOD, statistic: 'Sum' };
  const latency = (statistic: string) => api.metricLatency({ period: PERIOD, statistic, label: `latency ${statistic}` });
  return [
    graph(
      'Calls of the API',
      [
        api.metricCount({ ...count, label: 'calls' }),
        api.metricClientError({ ...count, label: '4xx' }),
        api.metricServerError({ ...count, label: '5xx' }),
      ],
      [latency('p50'), latency('p99')],
    ),
    graph(
      'Calls by who calls',
      [...served].map(([audience, functions]) => sumOfFunctions(functions, 'Invocations', audience)),
    ),
    // Counted from the access log only when somebody looks: a metric for each audience and status would be paid all month.
    new LogQueryWidget({
      title: 'Answers by who calls, first digit of the status',
      logGroupNames: [accessLogs.logGroupName],
      view: LogQueryVisualizationType.TABLE,
      queryLines: [
        'parse route /^[A-Z]+ \\/(?<audience>[a-z]+)/',
        'fields substr(status, 0, 1) as class',
        'stats count(*) as answers by audience, class',
        'sort audience asc, class asc',
      ],
      width: 2 * WIDTH,
      height: HEIGHT,
    }),
  ];
};

/** Where does work lie? The oldest message of each queue, and what was given up. */
export const queueRow = (queues: readonly GuardedQueue[], deadLetters: readonly DeadLetterQueue[]): IWidget[] => [
  graph(
    'Oldest message of each queue (seconds)',
    queues.map(({ queue, node }) => queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, statistic: 'Maximum', label: node.id })),
  ),
  graph(
    'Messages given up',
    deadLetters.map(({ queue, node }) =>
      queue.metricApproximateNumberOfMessagesVisible({
        period: PERIOD,
        statistic: 'Maximum',
        label: node.scope && node.id === 'DeadLetters' ? node.scope.node.id : node.id,
      }),
    ),
  ),
];

/** Do events leave, and are deadlines looked for? */
export const clockworkRow = (publisher: ServiceFunction<never>, sweep: ServiceFunction<never>): IWidget[] => [
  graph(
    'Events leaving the table',
    [publisher.lambda.metric('IteratorAge', { period: PERIOD, statistic: 'Maximum', label: 'age when they leave (ms)' })],
    [publisher.lambda.metricInvocations({ period: PERIOD, statistic: 'Sum', label: 'batches' })],
  ),
  graph('Sweeps of deadlines', [
    sweep.lambda.metricInvocations({ period: PERIOD, statistic: 'Sum', label: 'sweeps' }),
    sweep.lambda.metricErrors({ period: PERIOD, statistic: 'Sum', label: 'failed' }),
  ]),
];

/** Do approvals go on? */
export const workflowRow = ({ stateMachine }: Workflow): IWidget[] => {
  const sum = { period: PERIOD, statistic: 'Sum' };
  const started = stateMachine.metricStarted({ ...sum, label: 'started' });
  const ended = {
    succeeded: stateMachine.metricSucceeded({ ...sum, label: 'concluded' }),
    failed: stateMachine.metricFailed({ ...sum, label: 'failed' }),
    timedout: stateMachine.metricTimedOut({ ...sum, label: 'timed out' }),
    aborted: stateMachine.metricAborted({ ...sum, label: 'stopped by hand' }),
  };
  return [
    graph('Approvals', [started, ...Object.values(ended)]),
    graph('Approvals open', [
      new MathExpression({
        expression: 'RUNNING_SUM(started - succeeded - failed - timedout - aborted)',
        usingMetrics: { started, ...ended },
        period: PERIOD,
        label: 'more than at the left edge',
      }),
    ]),
  ];
};

/** Does the table keep up? */
export const tableRow = (tables: readonly WatchedTable[]): IWidget[] => {
  const units = (table: TableV2, name: 'ConsumedReadCapacityUnits' | 'ConsumedWriteCapacityUnits', label: string) =>
    table.metric(name, { period: PERIOD, statistic: 'Sum', label: `${table.node.id} ${label}` });
  return [
    graph(
      'Units of the tables',
      tables.map(({ table }) => units(table, 'ConsumedWriteCapacityUnits', 'written')),
      tables.map(({ table }) => units(table, 'ConsumedReadCapacityUnits', 'read')),
    ),
    graph(
      'Calls that the tables turned away',
      tables.map((watched) => sumOf(throttleMetrics(watched), PERIOD, `${watched.table.node.id} throttled`)),
      tables.map(({ table }) =>
        table.metric('TransactionConflict', { period: PERIOD, statistic: 'Sum', label: `${table.node.id} conflicts (retried)` }),
      ),
    ),
  ];
};

/** Which function fails, or takes long? */
export const functionRow = (served: Served, background: Functions): IWidget[] => [
  graph(
    'Functions that ended with an error',
    [
      ...[...served].map(([audience, functions]) => sumOfFunctions(functions, 'Errors', audience)),
      ...background.map(({ lambda, node }) => lambda.metricErrors({ period: PERIOD, statistic: 'Sum', label: node.id })),
    ],
    [concurrencyMetric().with({ period: PERIOD, label: 'running at once, whole account' })],
  ),
  graph(
    'Time of functions that nobody waits for (ms, p99)',
    background.map(({ lambda, node }) => lambda.metricDuration({ period: PERIOD, statistic: 'p99', label: node.id })),
  ),
];
