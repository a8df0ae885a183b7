import type { EventTopic } from '../../functions/dossier/event-topic.ts';
import { publishEvents } from '../../functions/dossier/publish-events.ts';
import { messagesOf } from '../../functions/ledger/cloud-event.ts';
import { HistoryEvent } from '../../functions/ledger/history-event.ts';
import type { Item } from '../../functions/ledger/ledger.ts';
import { backoffMs, type Pause } from '../../functions/platform/retry.ts';

/** Times in UTC with milliseconds, as the table holds them; `to` is the first that is left out. */
export type Window = { readonly from: string; readonly to: string };

/** History events as stored, and how many items were read to find them. */
export type EventPage = { readonly scanned: number; readonly items: readonly Item[] };

/** `unreadable`: keys of events that publishing leaves out, as the stream's consumer would. */
export type Republished = {
  readonly scanned: number;
  readonly events: number;
  readonly messages: number;
  readonly unreadable: readonly string[];
};

export type RepublishDeps = {
  readonly topic: EventTopic;
  readonly cell: string;
  readonly pause: Pause;
  readonly random: () => number;
  /** Told after every page. */
  readonly onProgress: (soFar: Republished) => void;
};

/** How often the same place is tried without getting any further. */
const MOST_ATTEMPTS = 6;

const messageCount = (item: Item, cell: string): number | undefined => {
  try {
    return messagesOf(HistoryEvent.parse(item), cell).length;
  } catch {
    return undefined;
  }
};

/**
 * Publishes history events once more, by the code and under the ids by which the table's stream publishes them; whoever had them
 * before knows them by their ids.
 * @throws when the topic takes nothing time and again; what was published stays so, and the same window may be asked for again
 */
export const republishWindow =
  ({ topic, cell, pause, random, onProgress }: RepublishDeps) =>
  async (pages: AsyncIterable<EventPage>): Promise<Republished> => {
    const publish = publishEvents({ topic, cell });

    const publishAll = async (items: readonly Item[]): Promise<void> => {
      let rest = items;
      for (let attempt = 0; rest.length > 0; attempt += 1) {
        if (attempt > 0) await pause(backoffMs(attempt, random(), 100, 5_000));
        const { done, error } = await publish(rest);
        if (done > 0) attempt = 0;
        else if (attempt + 1 >= MOST_ATTEMPTS) throw new Error(`${rest[0]?.['pk']} ${rest[0]?.['sk']} could not be published: ${error}`);
        rest = rest.slice(done);
      }
    };

    let soFar: Republished = { scanned: 0, events: 0, messages: 0, unreadable: [] };
    for await (const { scanned, items } of pages) {
      const counted = items.map((item) => ({ item, count: messageCount(item, cell) }));
      const readable = counted.filter(({ count }) => count !== undefined);
      await publishAll(readable.map(({ item }) => item));
      soFar = {
        scanned: soFar.scanned + scanned,
        events: soFar.events + readable.length,
        messages: soFar.messages + readable.reduce((sum, { count = 0 }) => sum + count, 0),
        unreadable: [
          ...soFar.unreadable,
          ...counted.flatMap(({ item, count }) => (count === undefined ? [`${item['pk']} ${item['sk']}`] : [])),
        ],
      };
      onProgress(soFar);
    }
    return soFar;
  };
