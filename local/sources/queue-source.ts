import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { VirtualClock } from '../clock.ts';
import type { JsonObject } from '../dynamodb/json-fields.ts';
import type { InvokeFunction } from '../invoke.ts';
import { batchOutcome } from './batch-response.ts';
import { queueMapping } from './mapping.ts';
import { createQueueClient } from './on-failure.ts';
import { filterView, type QueueRecord, queueRecord } from './queue-event.ts';
import { type SourceLoop, startSourceLoop } from './source-loop.ts';

type QueueSourceOptions = {
  /** Resolved properties of the AWS::Lambda::EventSourceMapping. */
  readonly mapping: JsonObject;
  readonly queueUrl: string;
  readonly sqsEndpoint: string;
  readonly invoke: InvokeFunction;
  readonly clock: VirtualClock;
};

type QueueSourceCounters = {
  readonly invocations: number;
  /** Messages received, kept away by the filter, done, and left in the queue by a failure. */
  readonly received: number;
  readonly filtered: number;
  readonly deleted: number;
  readonly failed: number;
};

export type QueueSource = {
  /** Ends the long poll at once; lets calls under way finish and deletes what they did. */
  stop(): Promise<void>;
  /** The function is not working, and the last look into the queue found nothing. */
  idle(): boolean;
  counters(): QueueSourceCounters;
};

/** Most messages that one receive or delete takes. */
const PAGE = 10;
const LONG_POLL_SECONDS = 20;
const AFTER_ERROR_MS = 200;
const DELETE_ATTEMPTS = 5;

const pages = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / PAGE) }, (_, page) => list.slice(page * PAGE, (page + 1) * PAGE));

/**
 * Carries a queue's messages to a function, as Lambda's event source mapping of SQS. What failed is not touched: it comes back
 * after its visibility timeout, and goes to the dead letter queue by the queue's own rule.
 */
export const openQueueSource = ({ mapping: properties, queueUrl, sqsEndpoint, invoke, clock }: QueueSourceOptions): QueueSource => {
  const mapping = queueMapping(properties);
  const counts = { invocations: 0, received: 0, filtered: 0, deleted: 0, failed: 0 };
  if (!mapping.enabled) return { stop: async () => undefined, idle: () => true, counters: () => ({ ...counts }) };

  const client: SQSClient = createQueueClient(sqsEndpoint, mapping.region);
  const working = new Set<Promise<void>>();
  let quiet = false;

  const remove = async (records: readonly QueueRecord[]): Promise<void> => {
    for (const page of pages(records)) {
      const Entries = page.map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
      // A message that cannot be deleted comes again: delivery is at least once.
      for (let attempt = 1; attempt <= DELETE_ATTEMPTS; attempt += 1) {
        const answer = await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries })).catch(() => undefined);
        if (answer) break;
      }
      counts.deleted += page.length;
    }
  };

  const process = async (records: readonly QueueRecord[]): Promise<void> => {
    counts.invocations += 1;
    const ids = records.map(({ messageId }) => messageId);
    const result = await invoke(mapping.functionArn, { Records: records }).catch(() => undefined);
    const outcome = result ? batchOutcome(result, mapping.reportsItemFailures, ids) : { kind: 'failed' as const };
    const succeeded = records.filter(
      ({ messageId }) => outcome.kind === 'done' || (outcome.kind === 'partly-failed' && !outcome.ids.has(messageId)),
    );
    counts.failed += records.length - succeeded.length;
    await remove(succeeded);
  };

  const receive = async (loop: SourceLoop, most: number, seconds: number): Promise<QueueRecord[]> => {
    const request = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(PAGE, most),
      WaitTimeSeconds: seconds,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    let messages: Message[];
    try {
      messages = (await client.send(request, { abortSignal: loop.signal })).Messages ?? [];
    } catch {
      if (!loop.stopped) await loop.pause(AFTER_ERROR_MS);
      return [];
    }
    const records = messages.map((message) => queueRecord(mapping, message));
    const passed = records.filter((record) => mapping.passes(filterView(record)));
    const dropped = records.filter((record) => !passed.includes(record));
    counts.received += records.length;
    counts.filtered += dropped.length;
    await remove(dropped);
    return passed;
  };

  /** The first messages that come, and within the batching window those that follow. */
  const gather = async (loop: SourceLoop): Promise<QueueRecord[]> => {
    // First without waiting: only a look that finds nothing makes the source quiet.
    let batch = await receive(loop, mapping.batchSize, 0);
    if (batch.length === 0) {
      quiet = true;
      batch = await receive(loop, mapping.batchSize, LONG_POLL_SECONDS);
    }
    if (batch.length === 0) return batch;
    quiet = false;
    const windowEnd = clock.now() + mapping.windowMs;
    while (batch.length < mapping.batchSize && clock.now() < windowEnd && !loop.stopped) {
      const seconds = Math.min(LONG_POLL_SECONDS, Math.max(1, Math.ceil((windowEnd - clock.now()) / 1000)));
      batch = [...batch, ...(await receive(loop, mapping.batchSize - batch.length, seconds))];
    }
    return batch;
  };

  const run = async (loop: SourceLoop): Promise<void> => {
    try {
      while (!loop.stopped) {
        while (working.size >= mapping.concurrency) await Promise.race(working);
        const batch = await gather(loop);
        if (batch.length === 0) continue;
        const work = process(batch).finally(() => working.delete(work));
        working.add(work);
      }
    } finally {
      await Promise.all(working);
    }
  };

  const loop = startSourceLoop(clock, run);
  return {
    async stop() {
      await loop.stop();
      client.destroy();
    },
    idle: () => quiet && working.size === 0,
    counters: () => ({ ...counts }),
  };
};
