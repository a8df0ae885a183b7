import type { VirtualClock } from '../clock.ts';
import type { DeliveryRow, EventJournal } from './event-journal.ts';
import type { Target } from './target.ts';

/** One payload on its way to one target. `origin` is the rule or the schedule, and the attribute that names it in a dead letter. */
export type Delivery = {
  readonly origin: { readonly attribute: 'RULE_ARN' | 'SCHEDULE_ARN'; readonly arn: string };
  readonly target: Target;
  /** Text for a queue, JSON text for a function. */
  readonly payload: string;
  /** Body of the dead letter, should it come to that. */
  readonly deadLetter: string;
};

export type Senders = {
  /** Hands an event to a function; resolves once it is kept. Rejects when there is no such function. What the function then makes of it is Lambda's to retry. */
  readonly invokeAsync: (functionArn: string, event: unknown) => Promise<void>;
  /** Resolves once the message is stored. Rejects when there is no such queue. */
  readonly sendToQueue: (queueArn: string, body: string, options: { readonly attributes: Record<string, string> }) => Promise<void>;
};

export type DeliveryCounters = {
  readonly delivered: number;
  readonly retried: number;
  readonly deadLettered: number;
  readonly dropped: number;
};

/** Doubles with each attempt up to this; about as often in a day as EventBridge tries. */
const LONGEST_WAIT_MS = 480_000;

/** Delivers at least once: each delivery is in the journal until its target has it, or its dead-letter queue, or nobody wants it any more. */
export const createDeliveries = (
  options: Senders & { readonly journal: EventJournal; readonly clock: VirtualClock; readonly log: (line: string) => void },
) => {
  const { journal, clock, log, invokeAsync, sendToQueue } = options;
  const counters = { delivered: 0, retried: 0, deadLettered: 0, dropped: 0 };
  const open = new Set<number>();
  const waiting = new Set<() => void>();
  let running = false;
  let stopped = false;

  const deliver = ({ target, payload }: Delivery): Promise<void> =>
    target.kind === 'function' ? invokeAsync(target.arn, JSON.parse(payload)) : sendToQueue(target.arn, payload, { attributes: {} });

  const giveUp = async ({ origin, target, deadLetter }: Delivery, attempts: number, condition: string, error: unknown): Promise<void> => {
    if (target.deadLetterArn === undefined) {
      counters.dropped++;
      log(`an event of ${origin.arn} for ${target.arn} is dropped after ${attempts} attempts: ${String(error)}`);
      return;
    }
    const attributes = {
      [origin.attribute]: origin.arn,
      TARGET_ARN: target.arn,
      ERROR_CODE: 'SDK_CLIENT_ERROR',
      ERROR_MESSAGE: error instanceof Error ? error.message : String(error),
      EXHAUSTED_RETRY_CONDITION: condition,
      RETRY_ATTEMPTS: String(attempts - 1),
    };
    await sendToQueue(target.deadLetterArn, deadLetter, { attributes });
    counters.deadLettered++;
  };

  const later = (run: () => void, ms: number) => {
    const cancel = clock.at(clock.now() + ms, () => {
      waiting.delete(cancel);
      run();
    });
    waiting.add(cancel);
  };

  const done = (id: number) => {
    journal.removeDelivery(id);
    open.delete(id);
  };

  const attempt = async (row: DeliveryRow, delivery: Delivery): Promise<void> => {
    const attempts = row.attempts + 1;
    try {
      await deliver(delivery);
      if (stopped) return;
      counters.delivered++;
      done(row.id);
    } catch (error) {
      if (stopped) return;
      const { maxRetries, maxAgeSeconds } = delivery.target;
      const wait = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(attempts, 20));
      const tooOften = attempts > maxRetries;
      const exhausted = tooOften || clock.now() + wait > row.created + maxAgeSeconds * 1000;
      if (exhausted) {
        await giveUp(delivery, attempts, tooOften ? 'MaximumRetryAttempts' : 'MaximumEventAgeInSeconds', error);
        if (!stopped) done(row.id);
        return;
      }
      journal.countAttempt(row.id);
      counters.retried++;
      later(() => begin({ ...row, attempts }, delivery), wait);
    }
  };

  const begin = (row: DeliveryRow, delivery: Delivery): void => {
    open.add(row.id);
    attempt(row, delivery).catch((error: unknown) => {
      if (stopped) return;
      log(`a dead letter for ${delivery.target.arn} was not delivered, trying again: ${String(error)}`);
      later(() => begin(row, delivery), LONGEST_WAIT_MS);
    });
  };

  return {
    /** Keeps the deliveries and begins them, or leaves that to `resume` before its time. `alongside` is kept in the same step, or not at all. */
    accept: (deliveries: readonly Delivery[], alongside: () => void = () => {}): void => {
      const now = clock.now();
      const rows = journal.together(() => {
        alongside();
        return deliveries.map((delivery) => ({ delivery, row: journal.addDelivery(JSON.stringify(delivery), now) }));
      });
      if (running) for (const { row, delivery } of rows) begin(row, delivery);
    },
    /** Begins what is kept: of the last run, and of this one so far. */
    resume: (): void => {
      running = true;
      for (const row of journal.deliveries()) {
        // Written by `accept` and by nobody else.
        if (!open.has(row.id)) begin(row, JSON.parse(row.content));
      }
    },
    /** Deliveries under way or waiting for their next attempt. */
    pending: (): number => open.size,
    /** Of those, the ones that wait. */
    waiting: (): number => waiting.size,
    counters: (): DeliveryCounters => ({ ...counters }),
    stop: (): void => {
      stopped = true;
      for (const cancel of waiting) cancel();
    },
  };
};
export type Deliveries = ReturnType<typeof createDeliveries>;
