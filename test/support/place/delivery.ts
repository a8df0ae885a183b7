import * as z from 'zod';
import type { DeliveryHook } from '../../../local/delivery-gate.ts';
import type { InvokeResult } from '../../../local/invoke.ts';
import type { Consumer } from './consumers.ts';
import type { TestPlace } from './test-place.ts';

/** The part of a queue's or stream's batch that tests read. */
export const Batch = z.looseObject({
  Records: z.array(
    z.looseObject({
      messageId: z.string().optional(),
      body: z.string().optional(),
      dynamodb: z.looseObject({ SequenceNumber: z.string(), Keys: z.looseObject({ pk: z.object({ S: z.string() }) }) }).optional(),
    }),
  ),
});
export type Batch = z.infer<typeof Batch>;

const Answer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

/** The same for the same event: of a queue's batch the texts of its messages, whose ids are new each time they are published. */
export const keyOf = (event: unknown): string => {
  const batch = Batch.safeParse(event);
  return JSON.stringify(batch.success ? batch.data.Records.map(({ body, dynamodb }) => body ?? dynamodb?.SequenceNumber) : event);
};

/** What a call did not do: the error it ended in, or the items of its batch that it reports as failed. */
export const failuresOf = (result: InvokeResult): readonly string[] => {
  if (!result.ok) return [`${result.errorType}: ${result.errorMessage}`];
  const answer = Answer.safeParse(result.payload);
  return answer.success ? answer.data.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) : [];
};

/** Consumers that a delivery hook can stand before. */
export const called = (consumers: readonly Consumer[]) =>
  consumers.flatMap((one) => (one.by === 'queue' || one.by === 'stream' || one.by === 'machine' ? [one] : []));

/** Puts a hook before every function that is called by queue, stream or state machine; gives what takes them all away. */
export const hookCalled = (
  { runtime }: TestPlace,
  consumers: readonly Consumer[],
  hookOf: (consumer: ReturnType<typeof called>[number]) => DeliveryHook,
): (() => void) => {
  const ends = called(consumers).map((consumer) => runtime.deliveries.before(consumer.functionArn, hookOf(consumer)));
  return () => {
    for (const end of ends) end();
  };
};

/** In which way, and how often, something is done again. */
export type Repeating = { readonly times: number; readonly how: 'in sequence' | 'at once' };

export const repeat = async <Result>({ times, how }: Repeating, act: () => Promise<Result>): Promise<readonly Result[]> => {
  if (how === 'at once') return Promise.all(Array.from({ length: times }, act));
  const results: Result[] = [];
  for (let time = 0; time < times; time += 1) results.push(await act());
  return results;
};
