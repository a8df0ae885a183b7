import { type EventMessage, messagesOf } from '../ledger/cloud-event.ts';
import { HistoryEvent } from '../ledger/history-event.ts';
import type { StreamProgress } from '../platform/stream.ts';
import { type EventTopic, MOST_IN_BATCH } from './event-topic.ts';

export type PublishEventsDeps = { readonly topic: EventTopic; readonly cell: string };

type Outgoing = { readonly position: number; readonly message: EventMessage };

const reasonOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

/** The messages of one item; undefined when it is no history event, or its data are not what its type has. */
const messagesOfItem = (item: unknown, cell: string): readonly EventMessage[] | undefined => {
  try {
    return messagesOf(HistoryEvent.parse(item), cell);
  } catch {
    return undefined;
  }
};

/** The messages of the items up to the first that cannot be published. */
const outgoing = (items: readonly unknown[], cell: string): { readonly messages: readonly Outgoing[]; readonly readable: number } => {
  const messages: Outgoing[] = [];
  for (const [position, item] of items.entries()) {
    const read = messagesOfItem(item, cell);
    if (!read) return { messages, readable: position };
    messages.push(...read.map((message) => ({ position, message })));
  }
  return { messages, readable: items.length };
};

/**
 * Publishes history events in their order, and one more message per task that an event opened. Stops at the first that fails;
 * what was published already and comes again has the same ids.
 */
export const publishEvents =
  ({ topic, cell }: PublishEventsDeps) =>
  async (items: readonly unknown[]): Promise<StreamProgress> => {
    const { messages, readable } = outgoing(items, cell);
    for (let start = 0; start < messages.length; start += MOST_IN_BATCH) {
      const batch = messages.slice(start, start + MOST_IN_BATCH);
      let failed: readonly number[];
      try {
        failed = await topic.publish(batch.map(({ message }) => message));
      } catch (error) {
        return { done: batch[0]?.position ?? 0, error: reasonOf(error) };
      }
      const positions = failed.flatMap((index) => batch[index]?.position ?? []);
      if (positions.length > 0) return { done: Math.min(...positions), error: `${failed.length} messages were not taken` };
    }
    return readable === items.length ? { done: readable } : { done: readable, error: 'an item of the stream is no history event' };
  };
