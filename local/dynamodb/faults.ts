import { type JsonObject, listOrEmpty } from './json-fields.ts';

/** A request as faults and hooks see it. */
export type DynamoRequest = {
  readonly operation: string;
  readonly tables: readonly string[];
  readonly input: JsonObject;
  readonly userAgent: string;
};

/** Why an item of a transaction cancels it, though it may succeed later: another transaction, the table's throughput, its key's or the account's. */
export type CancellationReason = 'TransactionConflict' | 'ProvisionedThroughputExceeded' | 'ThrottlingError';

/**
 * What to do to requests. `conflict`: not executed, refused as a transaction conflict. `throttle`: not executed, refused for
 * throughput. `cancel`: a transaction, not executed and cancelled for the throughput of one of its items. `lost-answer`: executed,
 * then the connection is dropped. `delay`: executed `delayMs` of machine time later.
 */
export type Fault = {
  readonly kind: 'conflict' | 'throttle' | 'cancel' | 'lost-answer' | 'delay';
  /** Why, for `cancel`; for the table's throughput without it. */
  readonly reason?: CancellationReason;
  /** Only this operation, such as `TransactWriteItems`. */
  readonly operation?: string;
  /** Only requests that touch this table. */
  readonly table?: string;
  readonly match?: (input: JsonObject) => boolean;
  /** How many requests it hits before it is spent; without it, all. */
  readonly times?: number;
  /** From 0 to 1; without it, always. */
  readonly probability?: number;
  /** Milliseconds, for `delay`; 100 without it. */
  readonly delayMs?: number;
};

export type Faults = {
  /** Adds a fault; the returned function takes it away. */
  add(fault: Fault): () => void;
  clear(): void;
  /** Faults added that still have hits left. */
  pending(): number;
};

type Armed = { readonly fault: Fault; left: number };

/** @param random gives numbers from 0 to 1, so that a test can replay a run */
export const createFaults = (random: () => number = Math.random) => {
  const armed = new Set<Armed>();
  const hits = ({ fault }: Armed, request: DynamoRequest) =>
    (fault.operation === undefined || fault.operation === request.operation) &&
    (fault.table === undefined || request.tables.includes(fault.table)) &&
    (fault.match === undefined || fault.match(request.input)) &&
    (fault.probability === undefined || random() < fault.probability);

  const faults: Faults = {
    add(fault) {
      const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
      armed.add(entry);
      return () => void armed.delete(entry);
    },
    clear: () => armed.clear(),
    pending: () => armed.size,
  };
  /** The first fault that hits this request, used up once; undefined when none does. */
  const take = (request: DynamoRequest): Fault | undefined => {
    for (const entry of armed) {
      if (!hits(entry, request)) continue;
      entry.left -= 1;
      if (entry.left <= 0) armed.delete(entry);
      return entry.fault;
    }
    return undefined;
  };
  return { faults, take };
};

const NAMESPACE = 'com.amazonaws.dynamodb.v20120810#';

export const errorBody = (type: string, message: string, more: JsonObject = {}): string =>
  JSON.stringify({ __type: `${NAMESPACE}${type}`, message, ...more });

const ONGOING = 'Transaction is ongoing for the item';

const REASON_MESSAGES: Readonly<Record<CancellationReason, string>> = {
  TransactionConflict: ONGOING,
  ProvisionedThroughputExceeded:
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  ThrottlingError: 'Throughput exceeds the current capacity for one or more global secondary indexes.',
};

/** What DynamoDB says of a transaction that its first item cancels. */
export const cancelledBody = (input: JsonObject, reason: CancellationReason): string => {
  const reasons = listOrEmpty(input['TransactItems'], 'TransactItems').map((_, index) =>
    index === 0 ? { Code: reason, Message: REASON_MESSAGES[reason] } : { Code: 'None' },
  );
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`;
  return errorBody('TransactionCanceledException', message, { Message: message, CancellationReasons: reasons });
};

/** What DynamoDB says when another transaction holds an item of the request; in a transaction, its first item. */
export const conflictBody = ({ operation, input }: Pick<DynamoRequest, 'operation' | 'input'>): string =>
  operation.startsWith('Transact') ? cancelledBody(input, 'TransactionConflict') : errorBody('TransactionConflictException', ONGOING);

export const throttleBody = (): string =>
  errorBody('ProvisionedThroughputExceededException', 'The level of configured provisioned throughput for the table was exceeded.');
