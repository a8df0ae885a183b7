import middy from '@middy/core';
import type * as z from 'zod';
import type { Clock } from './clock.ts';
import { type Log, reasonFor } from './log.ts';

export type SqsRecord = { readonly messageId: string; readonly body: string; readonly attributes?: Readonly<Record<string, string>> };
export type SqsEvent = { readonly Records: readonly SqsRecord[] };
export type SqsAnswer = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

/**
 * The shell of every queue consumer: each message is parsed and run on its own; those that fail are reported one by one, so
 * that the rest of the batch is done. What fails five times goes to the dead letter queue, a message that is not JSON or
 * does not match `schema` included. `run` must be safe to repeat: delivery is at least once.
 */
export const sqsHandler = <Message>(
  name: string,
  schema: z.ZodType<Message>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  run: (message: Message, record: SqsRecord) => Promise<void>,
) =>
  middy<SqsEvent, SqsAnswer>().handler(async (event) => {
    const startedAt = clock.now().getTime();
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const record of event.Records) {
      try {
        await run(schema.parse(JSON.parse(record.body)), record);
      } catch (error) {
        batchItemFailures.push({ itemIdentifier: record.messageId });
        log('ERROR', `${name} failed`, {
          messageId: record.messageId,
          error: reasonFor(error),
        });
      }
    }
    log('INFO', name, { messages: event.Records.length, failed: batchItemFailures.length, ms: clock.now().getTime() - startedAt });
    return { batchItemFailures };
  });
