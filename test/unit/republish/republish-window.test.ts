import { describe, expect, it } from 'vitest';
import { type EventMessage, messagesOf } from '../../../functions/ledger/cloud-event.ts';
import { HistoryEvent } from '../../../functions/ledger/history-event.ts';
import { eventKey } from '../../../functions/ledger/item-keys.ts';
import type { Item } from '../../../functions/ledger/ledger.ts';
import { type EventPage, type Republished, republishWindow } from '../../../scripts/republish/republish-window.ts';
import { countedUlid, noPause } from '../../support/fixed.ts';

const dossierId = countedUlid(1);

const eventItem = (n: number, more: object = {}): Item => ({
  ...eventKey(dossierId, n),
  dossierId,
  n,
  type: 'dossier.lookups-waiting',
  at: `2026-11-23T02:00:00.${String(n).padStart(3, '0')}Z`,
  by: { kind: 'system', id: 'test' },
  data: { reason: 'test' },
  ...more,
});
const task = (n: number) => ({
  taskId: `${dossierId}.${n}`,
  kind: 'parcel-check',
  role: 'consulted',
  agency: 'land',
  office: 'L27.042.000',
  dueAt: '2026-12-02T02:00:00.000Z',
});
const starting = (n: number, tasks: number): Item =>
  eventItem(n, {
    type: 'dossier.processing-started',
    data: { run: 1, opened: Array.from({ length: tasks }, (_, index) => task(index + 1)) },
  });

async function* pagesOf(...pages: Item[][]): AsyncGenerator<EventPage> {
  for (const items of pages) yield { scanned: items.length + 10, items };
}

/** A topic that does not take what `refuses` says, by the number of the call, from 1 on. */
const memoryTopic = (refuses: (call: number, batch: readonly EventMessage[]) => readonly number[] = () => []) => {
  const taken: EventMessage[] = [];
  let call = 0;
  return {
    taken,
    ids: () => taken.map(({ event }) => event.id),
    calls: () => call,
    publish: async (batch: readonly EventMessage[]) => {
      call += 1;
      const failed = refuses(call, batch);
      taken.push(...batch.filter((_, position) => !failed.includes(position)));
      return failed;
    },
  };
};

const republish = (topic: ReturnType<typeof memoryTopic>, pages: AsyncIterable<EventPage>, told: Republished[] = []) =>
  republishWindow({ topic, cell: '42', pause: noPause, random: () => 0.5, onProgress: (soFar) => void told.push(soFar) })(pages);

const messagesOfAll = (...items: Item[]) => items.flatMap((item) => messagesOf(HistoryEvent.parse(item), '42'));

describe('a window published again', () => {
  it('is what the stream publishes: the same messages, ids and attributes, in order', async () => {
    const topic = memoryTopic();
    const items = [eventItem(1), starting(2, 3), eventItem(3)];
    expect(await republish(topic, pagesOf(items))).toEqual({ scanned: 13, events: 3, messages: 6, unreadable: [] });
    expect(topic.taken).toEqual(messagesOfAll(...items));
    expect(topic.ids()).toEqual(['1', '2', '2.1', '2.2', '2.3', '3'].map((rest) => `${dossierId}.${rest}`));
  });

  it('tells after every page how far it is', async () => {
    const told: Republished[] = [];
    await republish(memoryTopic(), pagesOf([eventItem(1)], [], [starting(2, 1)]), told);
    expect(told.map(({ scanned, events, messages }) => [scanned, events, messages])).toEqual([
      [11, 1, 1],
      [21, 1, 1],
      [32, 2, 3],
    ]);
  });

  it('goes on where the topic took only a part, and leaves nothing out', async () => {
    const items = Array.from({ length: 25 }, (_, index) => eventItem(index + 1));
    const topic = memoryTopic((call) => (call === 2 ? [4] : []));
    expect(await republish(topic, pagesOf(items))).toMatchObject({ events: 25, messages: 25 });
    expect(new Set(topic.ids())).toEqual(new Set(messagesOfAll(...items).map(({ event }) => event.id)));
  });

  it('tries again when the topic takes nothing, also more than once in a long window', async () => {
    const items = Array.from({ length: 60 }, (_, index) => eventItem(index + 1));
    const topic = memoryTopic((call) => {
      if (call % 3 !== 0) throw new Error('throttled');
      return [];
    });
    expect(await republish(topic, pagesOf(items))).toMatchObject({ events: 60 });
    expect(topic.ids()).toEqual(messagesOfAll(...items).map(({ event }) => event.id));
  });

  it('gives up, naming the event, when the topic takes nothing six times', async () => {
    const topic = memoryTopic(() => {
      throw new Error('not authorized');
    });
    await expect(republish(topic, pagesOf([eventItem(1)]))).rejects.toThrow(
      `DOSSIER#${dossierId} EVENT#0001 could not be published: Error: not authorized`,
    );
    expect(topic.calls()).toBe(6);
  });

  it('leaves out what is no history event, says which, and publishes the rest', async () => {
    const topic = memoryTopic();
    const items = [eventItem(1), eventItem(2, { type: 'dossier.unheard-of' }), eventItem(3, { data: { reason: 5 } }), eventItem(4)];
    expect(await republish(topic, pagesOf(items))).toEqual({
      scanned: 14,
      events: 2,
      messages: 2,
      unreadable: [`DOSSIER#${dossierId} EVENT#0002`, `DOSSIER#${dossierId} EVENT#0003`],
    });
    expect(topic.ids()).toEqual([`${dossierId}.1`, `${dossierId}.4`]);
  });
});
