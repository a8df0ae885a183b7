import type { JsonObject } from '../../../local/assembly/json.ts';
import { type CancellationReason, cancelledBody } from '../../../local/dynamodb/faults.ts';
import type { Disturbance, FunctionCall } from '../../../local/lambda/egress.ts';
import { broken, throttled } from '../../../local/lambda/refusals.ts';
import { isWrite, placeInCode } from './place-in-code.ts';

/** One thing that can befall a call. */
export type Trial = {
  readonly name: string;
  /** Where it is tried, as a place in the function's code; undefined where it cannot befall. */
  readonly place: (call: FunctionCall) => string | undefined;
  readonly disturb: (call: FunctionCall) => Disturbance;
  /** Whether it befalls every attempt that the SDK makes of the call, or the first only. */
  readonly everyAttempt: boolean;
  /** Whether the invocation fails of it, so that its caller or event source must try again. */
  readonly failsInvocation: boolean;
};

const dies = (when: 'before' | 'after'): Trial => ({
  name: `dies ${when} the call`,
  place: (call) => placeInCode(call),
  disturb: () => ({ kind: 'die', when }),
  everyAttempt: false,
  failsInvocation: true,
});

/** The environment is lost at any call of any function, before the call is made or before its answer is read. */
export const DEATHS: readonly Trial[] = [dies('before'), dies('after')];

const writeAt = (call: FunctionCall): string | undefined =>
  isWrite(`${call.service}.${call.operation}`) ? placeInCode(call, isWrite) : undefined;
const transactionAt = (call: FunctionCall): string | undefined => (call.operation === 'TransactWriteItems' ? writeAt(call) : undefined);

const inputOf = ({ body }: FunctionCall): JsonObject => JSON.parse(body);

const cancelled = (reason: CancellationReason): Trial => ({
  name: `cancelled by ${reason}`,
  place: transactionAt,
  disturb: (call) => ({
    kind: 'refuse',
    answer: { status: 400, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: cancelledBody(inputOf(call), reason) },
  }),
  everyAttempt: false,
  failsInvocation: false,
});

/** Befalls the first attempt only, and then, as another trial, every attempt. */
const onceAndAlways = (name: string, place: Trial['place'], disturb: Trial['disturb']): readonly Trial[] => [
  { name: `${name} once`, place, disturb, everyAttempt: false, failsInvocation: false },
  { name: `${name} every time`, place, disturb, everyAttempt: true, failsInvocation: true },
];

/** What DynamoDB may do to any write. */
export const WRITE_FAULTS: readonly Trial[] = [
  cancelled('TransactionConflict'),
  cancelled('ProvisionedThroughputExceeded'),
  cancelled('ThrottlingError'),
  ...onceAndAlways('throttled', writeAt, (call) => ({ kind: 'refuse', answer: throttled(call) })),
  ...onceAndAlways('answer lost', writeAt, () => ({ kind: 'lose-answer' })),
];

const isElsewhere = (name: string): boolean => !name.startsWith('DynamoDB.');
const elsewhereAt = (call: FunctionCall): string | undefined => (call.service === 'DynamoDB' ? undefined : placeInCode(call, isElsewhere));

/** What any service but the database may do to any call. */
export const SERVICE_FAULTS: readonly Trial[] = [
  ...onceAndAlways('throttled', elsewhereAt, (call) => ({ kind: 'refuse', answer: throttled(call) })),
  ...onceAndAlways('service broken', elsewhereAt, (call) => ({ kind: 'refuse', answer: broken(call) })),
  ...onceAndAlways('answer lost', elsewhereAt, () => ({ kind: 'lose-answer' })),
];
