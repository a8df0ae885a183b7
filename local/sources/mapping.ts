import { isTrue, type JsonObject, listOrEmpty, numberOf, objectOrEmpty, textOf } from '../dynamodb/json-fields.ts';
import { compileFilterCriteria, type EventMatcher } from './event-pattern.ts';

/** What the mappings of streams and of queues have in common. */
export type SourceMapping = {
  readonly functionArn: string;
  readonly sourceArn: string;
  readonly region: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  /** How long to gather a batch, in milliseconds of virtual time. */
  readonly windowMs: number;
  readonly passes: EventMatcher;
  readonly reportsItemFailures: boolean;
};

export type StreamMapping = SourceMapping & {
  readonly table: string;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly bisects: boolean;
  /** Retries after the first call; infinite when the template says -1. */
  readonly maximumRetries: number;
  /** Milliseconds. */
  readonly maximumAgeMs: number;
  /** ARN of the queue that hears of what was given up. */
  readonly onFailure: string | undefined;
};

type QueueMapping = SourceMapping & {
  /** Batches that the function may be working on at once. */
  readonly concurrency: number;
};

const COMMON = [
  'EventSourceArn',
  'FunctionName',
  'Enabled',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'FilterCriteria',
  'FunctionResponseTypes',
];
/** Labels and encryption of the filter's text change nothing here. */
const WITHOUT_EFFECT = ['Tags', 'KmsKeyArn'];
const OF_STREAM = [
  'StartingPosition',
  'BisectBatchOnFunctionError',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'DestinationConfig',
  'ParallelizationFactor',
];
const OF_QUEUE = ['ScalingConfig'];

/** Lambda polls a queue with several pollers from the start; here there are two environments of a function at most. */
const DEFAULT_CONCURRENCY = 2;

const common = (mapping: JsonObject, service: string, allowed: readonly string[], defaultBatch: number): SourceMapping => {
  const sourceArn = textOf(mapping['EventSourceArn'], 'EventSourceArn');
  const [, , found, region = ''] = sourceArn.split(':');
  const what = `event source mapping of ${sourceArn}`;
  if (found !== service) throw new Error(`${what}: not a source in ${service}`);
  const unknown = Object.keys(mapping).filter((name) => ![...COMMON, ...WITHOUT_EFFECT, ...allowed].includes(name));
  if (unknown.length > 0) throw new Error(`${what}: the local runtime does not implement ${unknown.join(', ')}`);
  const responses = listOrEmpty(mapping['FunctionResponseTypes'], 'FunctionResponseTypes');
  const other = responses.find((each) => each !== 'ReportBatchItemFailures');
  if (other !== undefined) throw new Error(`${what}: the local runtime does not implement FunctionResponseTypes ${other}`);
  return {
    functionArn: textOf(mapping['FunctionName'], 'FunctionName'),
    sourceArn,
    region,
    enabled: mapping['Enabled'] === undefined || isTrue(mapping['Enabled']),
    batchSize: numberOf(mapping['BatchSize'] ?? defaultBatch, 'BatchSize'),
    windowMs: numberOf(mapping['MaximumBatchingWindowInSeconds'] ?? 0, 'MaximumBatchingWindowInSeconds') * 1000,
    passes: compileFilterCriteria(mapping['FilterCriteria']),
    reportsItemFailures: responses.length > 0,
  };
};

/** -1 stands for no limit. */
const limit = (value: unknown, what: string): number => {
  const number = numberOf(value ?? -1, what);
  return number < 0 ? Number.POSITIVE_INFINITY : number;
};

/** Reads a resolved AWS::Lambda::EventSourceMapping of a table's stream; throws for what is not implemented, by name. */
export const streamMapping = (mapping: JsonObject): StreamMapping => {
  const base = common(mapping, 'dynamodb', OF_STREAM, 100);
  const what = `event source mapping of ${base.sourceArn}`;
  const table = /:table\/([^/]+)\/stream\//.exec(base.sourceArn)?.[1];
  if (table === undefined) throw new Error(`${what}: not a table's stream`);
  const startingPosition = mapping['StartingPosition'];
  if (startingPosition !== 'TRIM_HORIZON' && startingPosition !== 'LATEST') {
    throw new Error(`${what}: the local runtime does not implement StartingPosition ${startingPosition}`);
  }
  if (numberOf(mapping['ParallelizationFactor'] ?? 1, 'ParallelizationFactor') !== 1) {
    throw new Error(`${what}: the local runtime does not implement ParallelizationFactor`);
  }
  const destination = objectOrEmpty(objectOrEmpty(mapping['DestinationConfig'], 'DestinationConfig')['OnFailure'], 'OnFailure')[
    'Destination'
  ];
  const onFailure = destination === undefined ? undefined : textOf(destination, 'Destination');
  if (onFailure !== undefined && onFailure.split(':')[2] !== 'sqs') {
    throw new Error(`${what}: the local runtime does not implement the on-failure destination ${onFailure}`);
  }
  return {
    ...base,
    table,
    startingPosition,
    bisects: isTrue(mapping['BisectBatchOnFunctionError']),
    maximumRetries: limit(mapping['MaximumRetryAttempts'], 'MaximumRetryAttempts'),
    maximumAgeMs: limit(mapping['MaximumRecordAgeInSeconds'], 'MaximumRecordAgeInSeconds') * 1000,
    onFailure,
  };
};

/** Lambda filters messages of a queue by their body only. */
const refuseOtherFilters = (mapping: JsonObject, what: string): void => {
  for (const filter of listOrEmpty(objectOrEmpty(mapping['FilterCriteria'], 'FilterCriteria')['Filters'], 'Filters')) {
    const pattern: unknown = JSON.parse(textOf(objectOrEmpty(filter, 'Filters')['Pattern'], 'Pattern'));
    const others = Object.keys(objectOrEmpty(pattern, 'Pattern')).filter((name) => name !== 'body');
    if (others.length > 0) throw new Error(`${what}: a filter of a queue is by body, not by ${others.join(', ')}`);
  }
};

/** Reads a resolved AWS::Lambda::EventSourceMapping of a queue; throws for what is not implemented, by name. */
export const queueMapping = (mapping: JsonObject): QueueMapping => {
  const base = common(mapping, 'sqs', OF_QUEUE, 10);
  const what = `event source mapping of ${base.sourceArn}`;
  refuseOtherFilters(mapping, what);
  if (base.batchSize > 10 && base.windowMs === 0)
    throw new Error(`${what}: BatchSize ${base.batchSize} needs a MaximumBatchingWindowInSeconds`);
  const scaling = objectOrEmpty(mapping['ScalingConfig'], 'ScalingConfig');
  return { ...base, concurrency: numberOf(scaling['MaximumConcurrency'] ?? DEFAULT_CONCURRENCY, 'MaximumConcurrency') };
};
