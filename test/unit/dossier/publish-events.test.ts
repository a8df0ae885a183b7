import { describe, expect, it } from 'vitest';
import type { EventTopic } from '../../../functions/dossier/event-topic.ts';
import { createHandler } from '../../../functions/dossier/publish-events.handler.ts';
import type { CloudEvent, EventMessage } from '../../../functions/ledger/cloud-event.ts';
import type { HistoryEvent } from '../../../functions/ledger/history-event.ts';
import type { StreamRecord } from '../../../functions/platform/stream.ts';
import { countedUlid, fixedClock, recordedLog } from '../../support/fixed.ts';
import { monday } from '../../support/intake-bench.ts';

const dossierId = countedUlid(1);

const fact = (n: number, more: Partial<HistoryEvent> = {}): HistoryEvent => ({
  dossierId,
  n,
  type: 'dossier.looked-up',
  at: monday,
  by: { kind: 'staff', id: 'officer-1' },
  cause: 'request-1',
  data: { findings: { population: 'match' } },
  ...more,
});

const opened = ['land', 'commune'].map((agency, index) => ({
  taskId: `${dossierId}.${index + 1}`,
  kind: 'check',
  role: 'consulted',
  agency,
  office: `office-${agency}`,
  dueAt: monday,
}));
const started = (n: number) =>
  fact(n, { type: 'dossier.processing-started', from: 'accepted', to: 'processing', data: { run: 1, opened } });

type Attribute = Record<string, unknown>;
const attribute = (value: unknown): Attribute => {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (Array.isArray(value)) return { L: value.map(attribute) };
  return { M: image(value as object) };
};
const image = (item: object): Record<string, Attribute> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attribute(value)]));

const record = (item: object, sequence: number): StreamRecord => ({
  eventID: `event-${sequence}`,
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: String(sequence), NewImage: image({ pk: `DOSSIER#${dossierId}`, sk: 'EVENT#0001', ...item }) },
});

/** A topic that fails for the events it is told to. */
const fakeTopic = (refused: (event: CloudEvent) => boolean = () => false) => {
  const calls: (readonly EventMessage[])[] = [];
  const topic: EventTopic = {
    publish: async (messages) => {
      calls.push(messages);
      return messages.flatMap(({ event }, index) => (refused(event) ? [index] : []));
    },
  };
  return { topic, calls, sent: () => calls.flat().filter(({ event }) => !refused(event)) };
};

const publish = async (topic: EventTopic, records: readonly StreamRecord[]) => {
  const log = recordedLog();
  const answer = await createHandler({ topic, cell: '42', clock: fixedClock(monday), log })({ Records: records }, {} as never);
  return { failed: answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier), log };
};

describe('publishing the history', () => {
  it('sends a fact as a CloudEvent with its type as attribute', async () => {
    const { topic, sent } = fakeTopic();
    await publish(topic, [record(fact(3), 1)]);
    expect(sent()).toEqual([
      {
        event: {
          specversion: '1.0',
          id: `${dossierId}.3`,
          source: '/cells/42',
          type: 'vn.motcua.dossier.looked-up.v1',
          subject: dossierId,
          time: monday,
          datacontenttype: 'application/json',
          sequence: '3',
          correlationid: 'request-1',
          data: { findings: { population: 'match' } },
        },
        attributes: { type: 'vn.motcua.dossier.looked-up.v1' },
      },
    ]);
  });

  it('sends one message more per task that was opened, for its agency and office', async () => {
    const { topic, sent } = fakeTopic();
    await publish(topic, [record(started(7), 1)]);
    expect(sent().map(({ event, attributes }) => [event.id, attributes])).toEqual([
      [`${dossierId}.7`, { type: 'vn.motcua.dossier.processing-started.v1' }],
      [`${dossierId}.7.1`, { type: 'vn.motcua.task.opened.v1', agency: 'land', office: 'office-land' }],
      [`${dossierId}.7.2`, { type: 'vn.motcua.task.opened.v1', agency: 'commune', office: 'office-commune' }],
    ]);
    expect(sent()[1]?.event.data).toEqual(opened[0]);
  });

  it('tells nobody outside who did it', async () => {
    const { topic, sent } = fakeTopic();
    await publish(topic, [record(fact(1), 1)]);
    expect(JSON.stringify(sent())).not.toContain('officer-1');
  });

  it('gives the same ids when a record comes again', async () => {
    const { topic, sent } = fakeTopic();
    await publish(topic, [record(started(7), 1)]);
    await publish(topic, [record(started(7), 1)]);
    const ids = sent().map(({ event }) => event.id);
    expect(ids.slice(0, 3)).toEqual(ids.slice(3));
  });

  it('sends at most ten messages in a call, in order', async () => {
    const { topic, calls, sent } = fakeTopic();
    const facts = Array.from({ length: 24 }, (_, index) => record(fact(index + 1), index));
    expect((await publish(topic, facts)).failed).toEqual([]);
    expect(calls.map(({ length }) => length)).toEqual([10, 10, 4]);
    expect(sent().map(({ event }) => Number(event.sequence))).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  });

  it('logs one line for a batch', async () => {
    const { log } = await publish(fakeTopic().topic, [record(fact(1), 1), record(fact(2), 2)]);
    expect(log.lines).toEqual([{ level: 'INFO', message: 'publishEvents', fields: { records: 2, failed: 0, ms: 0, error: undefined } }]);
  });
});

describe('a batch that fails in part', () => {
  const five = [1, 2, 3, 4, 5].map((n) => record(fact(n), n));

  it('is reported from the first failed record on', async () => {
    const { topic } = fakeTopic(({ sequence }) => sequence === '3');
    expect((await publish(topic, five)).failed).toEqual(['3', '4', '5']);
  });

  it('is reported from the first of several', async () => {
    const { topic } = fakeTopic(({ sequence }) => sequence === '5' || sequence === '2');
    expect((await publish(topic, five)).failed).toEqual(['2', '3', '4', '5']);
  });

  it('counts a record as failed when only one of its task messages was not taken', async () => {
    const { topic } = fakeTopic(({ id }) => id.endsWith('.2.2'));
    expect((await publish(topic, [record(fact(1), 1), record(started(2), 2), record(fact(3), 3)])).failed).toEqual(['2', '3']);
  });

  it('sends nothing after a call that failed', async () => {
    const { topic, calls } = fakeTopic(({ sequence }) => sequence === '1');
    await publish(
      topic,
      Array.from({ length: 30 }, (_, index) => record(fact(index + 1), index + 1)),
    );
    expect(calls).toHaveLength(1);
  });

  it('is reported whole when the topic is away, from the call on that failed', async () => {
    let calls = 0;
    const topic: EventTopic = {
      publish: async () => {
        calls += 1;
        if (calls === 2) throw new Error('throttled');
        return [];
      },
    };
    const { failed, log } = await publish(
      topic,
      Array.from({ length: 12 }, (_, index) => record(fact(index + 1), index + 1)),
    );
    expect(failed).toEqual(['11', '12']);
    expect(log.lines[0]).toMatchObject({ level: 'ERROR', fields: { failed: 2, error: 'Error: throttled' } });
  });

  it.each([
    ['no history event', { n: 1, type: 'dossier.vanished' }],
    ['data that its type does not have', fact(2, { type: 'dossier.accepted' })],
    ['a number that is text', { ...fact(2), n: 'two' }],
  ])('stops before an item with %s', async (_, poison) => {
    const { topic, sent } = fakeTopic();
    const { failed } = await publish(topic, [record(fact(1), 1), record(poison, 2), record(fact(3), 3)]);
    expect(failed).toEqual(['2', '3']);
    expect(sent().map(({ event }) => event.sequence)).toEqual(['1']);
  });

  it.each([
    ['is missing', undefined],
    ['holds bytes', { n: { B: 'AAEC' } }],
    ['holds a set', { n: { SS: ['a'] } }],
    ['is no image', 'text'],
  ])('stops before a record whose image %s', async (_, NewImage) => {
    const { topic } = fakeTopic();
    const broken: StreamRecord = { eventName: 'INSERT', dynamodb: { SequenceNumber: '2', NewImage } };
    expect((await publish(topic, [record(fact(1), 1), broken])).failed).toEqual(['2']);
  });
});
