import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../assembly/json.ts';
import type { VirtualClock } from '../clock.ts';
import type { InvokeFunction, InvokeResult } from '../invoke.ts';

/** How a function's asynchronous events are handled (`AWS::Lambda::EventInvokeConfig`, `DeadLetterConfig`). */
export type AsyncSettings = {
  readonly retries: number;
  readonly maxAgeMs: number;
  readonly onSuccess?: string | undefined;
  readonly onFailure?: string | undefined;
  /** Gets the bare event after the last attempt. */
  readonly deadLetterArn?: string | undefined;
};

/** What applies to a function without settings of its own: two more attempts, six hours. */
export const DEFAULT_ASYNC_SETTINGS: AsyncSettings = { retries: 2, maxAgeMs: 6 * 3_600_000 };

/** Sends a text to the queue, topic or function of this ARN. */
export type Deliver = (destinationArn: string, body: string) => Promise<void>;

/** Lambda waits one minute before the second attempt and two before the third. */
const RETRY_DELAYS_MS = [60_000, 120_000];

/** A destination that cannot be reached is tried again after this. */
const DELIVERY_DELAY_MS = 60_000;

type PendingCall = {
  readonly id: string;
  readonly functionArn: string;
  readonly event: unknown;
  readonly acceptedAt: number;
  readonly settings: AsyncSettings;
  attempts: number;
};

/** Accepts events for functions and sees them through: kept in files until done, so that a killed run goes on with them. */
export type AsyncCalls = {
  /** Resolves once the event is kept. */
  accept(functionArn: string, event: unknown, settings: AsyncSettings): Promise<void>;
  /** Goes on with the events of the last run. */
  resume(): void;
  /** Events not done yet. */
  pending(): number;
  /** Of those, the ones that wait for a moment in the future. */
  waiting(): number;
  stop(): void;
};

export type AsyncCallsOptions = {
  readonly directory: string;
  readonly clock: VirtualClock;
  readonly invoke: InvokeFunction;
  readonly deliver: Deliver;
  /** Hears of what could not be delivered. */
  readonly log: (line: string) => void;
};

export const openAsyncCalls = ({ directory, clock, invoke, deliver, log }: AsyncCallsOptions): AsyncCalls => {
  mkdirSync(directory, { recursive: true });
  const underWay = new Map<string, PendingCall>();
  const cancels = new Set<() => void>();
  let stopped = false;

  const keep = (call: PendingCall): void => {
    const path = join(directory, `${call.id}.json`);
    writeFileSync(`${path}.new`, JSON.stringify(call), { flush: true });
    renameSync(`${path}.new`, path);
  };

  const later = (ms: number, run: () => void): void => {
    const cancel = clock.at(clock.now() + ms, () => {
      cancels.delete(cancel);
      run();
    });
    cancels.add(cancel);
  };

  const done = ({ id }: PendingCall): void => {
    underWay.delete(id);
    rmSync(join(directory, `${id}.json`), { force: true });
  };

  const tell = async (call: PendingCall, result: InvokeResult, condition: string): Promise<void> => {
    const { onSuccess, onFailure, deadLetterArn } = call.settings;
    const destination = result.ok ? onSuccess : onFailure;
    const deliveries: (readonly [string, string])[] = destination
      ? [[destination, invocationRecord(call, result, condition, clock.now())]]
      : [];
    if (!result.ok && deadLetterArn) deliveries.push([deadLetterArn, JSON.stringify(call.event)]);
    try {
      for (const [arn, body] of deliveries) await deliver(arn, body);
      done(call);
    } catch (error) {
      log(`a result of ${call.functionArn} was not delivered, trying again: ${String(error)}`);
      later(DELIVERY_DELAY_MS, () => void tell(call, result, condition));
    }
  };

  const attempt = async (call: PendingCall): Promise<void> => {
    if (stopped) return;
    call.attempts += 1;
    const result = await invoke(call.functionArn, call.event);
    if (stopped) return;
    if (result.ok) return tell(call, result, 'Success');
    const delay = RETRY_DELAYS_MS[call.attempts - 1] ?? 0;
    if (call.attempts > call.settings.retries) return tell(call, result, 'RetriesExhausted');
    if (clock.now() + delay > call.acceptedAt + call.settings.maxAgeMs) return tell(call, result, 'EventAgeExceeded');
    keep(call);
    later(delay, () => begin(call));
  };

  const begin = (call: PendingCall): void => {
    underWay.set(call.id, call);
    attempt(call).catch((error: unknown) => {
      log(`an event for ${call.functionArn} is dropped: ${String(error)}`);
      done(call);
    });
  };

  return {
    accept: async (functionArn, event, settings) => {
      const call: PendingCall = { id: randomUUID(), functionArn, event, acceptedAt: clock.now(), settings, attempts: 0 };
      keep(call);
      begin(call);
    },
    resume: () => {
      for (const file of readdirSync(directory).filter((name) => name.endsWith('.json'))) {
        const call = readPending(join(directory, file));
        if (call && !underWay.has(call.id)) begin(call);
      }
    },
    pending: () => underWay.size,
    waiting: () => cancels.size,
    stop: () => {
      stopped = true;
      for (const cancel of cancels) cancel();
    },
  };
};

const readPending = (file: string): PendingCall | undefined => {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isObject(value) || typeof value['id'] !== 'string' || typeof value['functionArn'] !== 'string' || !isObject(value['settings']))
    return undefined;
  const { id, functionArn, event, acceptedAt, attempts, settings } = value;
  const arn = (field: string) => (typeof settings[field] === 'string' ? settings[field] : undefined);
  return {
    id,
    functionArn,
    event,
    acceptedAt: Number(acceptedAt),
    attempts: Number(attempts),
    settings: {
      retries: Number(settings['retries']),
      maxAgeMs: Number(settings['maxAgeMs']),
      onSuccess: arn('onSuccess'),
      onFailure: arn('onFailure'),
      deadLetterArn: arn('deadLetterArn'),
    },
  };
};

/** What Lambda sends to a destination. */
const invocationRecord = (call: PendingCall, result: InvokeResult, condition: string, now: number): string =>
  JSON.stringify({
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: { requestId: call.id, functionArn: `${call.functionArn}:$LATEST`, condition, approximateInvokeCount: call.attempts },
    requestPayload: call.event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', ...(!result.ok && { functionError: 'Unhandled' }) },
    responsePayload: result.ok ? result.payload : { errorType: result.errorType, errorMessage: result.errorMessage, trace: result.trace },
  });
