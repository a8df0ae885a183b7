import middy from '@middy/core';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** The parts of a DynamoDB stream record that consumers read; `NewImage` is checked by who reads it. */
export type StreamRecord = {
  readonly eventID?: string;
  readonly eventName: string;
  readonly dynamodb: { readonly SequenceNumber: string; readonly NewImage?: unknown };
};
export type StreamEvent = { readonly Records: readonly StreamRecord[] };
export type StreamAnswer = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

/** How far a batch came: the number of records done, in order, and why the next one was not. */
export type StreamProgress = { readonly done: number; readonly error?: string };

/**
 * The shell of a stream consumer. A stream is in order, so from the first record that failed on all are reported: they come again,
 * split in two until the one that cannot be done is alone and goes to the on-failure queue.
 */
export const streamHandler = (
  name: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  run: (records: readonly StreamRecord[]) => Promise<StreamProgress>,
) =>
  middy<StreamEvent, StreamAnswer>().handler(async ({ Records }) => {
    const startedAt = clock.now().getTime();
    const { done, error } = await run(Records).catch(
      (thrown: unknown): StreamProgress => ({
        done: 0,
        error: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown),
      }),
    );
    const failed = Records.slice(done);
    log(failed.length > 0 ? 'ERROR' : 'INFO', name, {
      records: Records.length,
      failed: failed.length,
      ms: clock.now().getTime() - startedAt,
      error,
    });
    return { batchItemFailures: failed.map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })) };
  });
