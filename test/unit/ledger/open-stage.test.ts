import { describe, expect, it } from 'vitest';
import { deadlineBucket, INBOX_SHARDS, inboxShard, nextBucket } from '../../../functions/ledger/deadline-bucket.ts';
import { openStage, startProcessing, taskWrite } from '../../../functions/ledger/open-stage.ts';
import { parseTaskId, TaskId, timingOf } from '../../../functions/ledger/task.ts';
import { acceptedAt, unpaidMeta, withoutLimits } from '../../support/accepted-dossier.ts';
import { countedUlid } from '../../support/fixed.ts';

const at = new Date(acceptedAt);

describe('opening a stage', () => {
  it('makes its tasks with the appointment as due time', async () => {
    const meta = await unpaidMeta();
    const { opened, writes, change } = openStage(meta, 0, at, withoutLimits);
    expect(opened.map(({ taskId, agency, dueAt }) => [taskId, agency, dueAt])).toEqual([
      [`${meta.dossierId}.1`, 'land', meta.dueAt],
      [`${meta.dossierId}.2`, 'commune', meta.dueAt],
      [`${meta.dossierId}.3`, 'police', meta.dueAt],
    ]);
    expect([writes.length, change]).toEqual([3, { stage: 0, openTasks: 3 }]);
  });

  it('is refused before acceptance', async () => {
    const meta = await unpaidMeta({ dueAt: undefined });
    expect(() => openStage(meta, 0, at, withoutLimits)).toThrow('only after acceptance');
  });

  it('starts the work with the next run', async () => {
    const { event, change } = startProcessing(await unpaidMeta({ run: 2 }), at, withoutLimits);
    expect([event.type, event.data, change]).toMatchObject(['dossier.processing-started', { run: 3 }, { run: 3, openTasks: 3, stage: 0 }]);
  });

  it('keeps an open task in the inbox of its office and takes a closed one out', async () => {
    const meta = await unpaidMeta();
    const [write] = openStage(meta, 0, at, withoutLimits).writes;
    expect(write?.item).toMatchObject({ inboxAt: meta.dueAt, inboxKey: expect.stringContaining('land#') });
    const closed = taskWrite({
      n: 1,
      kind: 'parcel-check',
      role: 'consulted',
      agency: 'land',
      office: 'x',
      dossierId: meta.dossierId,
      taskId: `${meta.dossierId}.1`,
      state: 'closed',
      openedAt: acceptedAt,
      dueAt: acceptedAt,
    });
    expect(closed.item).not.toHaveProperty('inboxKey');
  });
});

describe('a task id', () => {
  it('names its dossier and its number', () => {
    expect(parseTaskId(`${countedUlid(1)}.12`)).toEqual({ dossierId: countedUlid(1), n: 12 });
  });

  it.each(['', 'x.1', countedUlid(1), `${countedUlid(1)}.0`, `${countedUlid(1)}.01`, `${countedUlid(1)}.1.1`, `${countedUlid(1)}.12345`])(
    'is not %j',
    (text) => {
      expect(TaskId.safeParse(text).success).toBe(false);
    },
  );
});

describe('the timing of an answer', () => {
  it.each([
    ['2026-12-02T01:59:59.999Z', 'BEFORE'],
    ['2026-12-02T02:00:00.000Z', 'ON'],
    ['2026-12-02T02:00:59.999Z', 'ON'],
    ['2026-12-02T02:01:00.000Z', 'AFTER'],
  ])('at %s is %s the due minute', (time, timing) => {
    expect(timingOf(new Date(time), '2026-12-02T02:00:00.000Z')).toBe(timing);
  });
});

describe('buckets and shards', () => {
  it('follow each other hour by hour, over midnight and over the year', () => {
    expect(nextBucket('2026-11-23T09')).toBe('2026-11-23T10');
    expect(nextBucket('2026-12-31T23')).toBe('2027-01-01T00');
    expect(deadlineBucket('2026-12-02T02:59:59.999Z')).toBe('2026-12-02T02');
  });

  it('spread dossiers over all shards and never move one', () => {
    const shards = Array.from({ length: 32 }, (_, index) => inboxShard(countedUlid(index)));
    expect(new Set(shards).size).toBe(INBOX_SHARDS);
    expect(inboxShard(countedUlid(7))).toBe(inboxShard(countedUlid(7)));
  });
});
