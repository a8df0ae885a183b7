import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/dossier/enact-deadlines.handler.ts';
import { enactDeadlines } from '../../../functions/dossier/enact-deadlines.ts';
import { sweepKey } from '../../../functions/ledger/item-keys.ts';
import { unpaidMeta } from '../../support/accepted-dossier.ts';
import { countedUlid } from '../../support/fixed.ts';
import { type IntakeBench, intakeBench, ownedForm } from '../../support/intake-bench.ts';

/** The intake deadline of what is submitted on Monday at 09:00. */
const dueAt = '2026-11-25T02:30:00.000Z';
const passed = (cell: IntakeBench, dossierId: string) => cell.types(dossierId).filter((type) => type === 'dossier.deadline-passed').length;
const sweepAt = async (cell: IntakeBench, at: string) => {
  cell.clock.set(at);
  return enactDeadlines(cell)();
};

describe('a deadline', () => {
  it('holds through its own minute and has passed in the next', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    expect((await sweepAt(cell, '2026-11-25T02:30:59.999Z')).enacted).toBe(0);
    expect((await sweepAt(cell, '2026-11-25T02:31:00.000Z')).enacted).toBe(1);
    expect(cell.ledger.events(dossierId).at(-1)).toMatchObject({
      type: 'dossier.deadline-passed',
      at: '2026-11-25T02:31:00.000Z',
      by: { kind: 'system', id: 'enact-deadlines' },
      data: { deadline: 'intake', dueAt },
    });
  });

  it('is enacted once, however often it is swept', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    for (const minute of [31, 32, 33]) await sweepAt(cell, `2026-11-25T02:${minute}:00.000Z`);
    expect(passed(cell, dossierId)).toBe(1);
  });

  it('is enacted once by two sweeps at the same time', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    cell.clock.set('2026-11-25T03:00:00.000Z');
    const sweeps = await Promise.all([enactDeadlines(cell)(), enactDeadlines(cell)()]);
    expect(sweeps.map(({ enacted }) => enacted).sort()).toEqual([0, 1]);
    expect(passed(cell, dossierId)).toBe(1);
  });

  it('leaves the submission in the inbox and the appointment as it is', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    await sweepAt(cell, '2026-11-25T03:00:00.000Z');
    expect(cell.ledger.meta(dossierId)).toMatchObject({ state: 'new', n: 3 });
    expect(cell.ledger.meta(dossierId).deadline).toBeUndefined();
    expect((await cell.ledger.listInbox('police', 'G01.042.001')).entries).toEqual([
      { key: { pk: `DOSSIER#${dossierId}`, sk: 'META' }, at: dueAt },
    ]);
  });

  it('of an accepted dossier passes without changing its state or its appointment', async () => {
    const cell = intakeBench();
    const meta = await unpaidMeta({ dossierId: countedUlid(50) });
    cell.ledger.seed(meta);
    await sweepAt(cell, '2026-12-03T02:01:00.000Z');
    expect(cell.ledger.meta(meta.dossierId)).toMatchObject({ state: 'payment-requested', previous: 'accepted', dueAt: meta.dueAt });
    expect(passed(cell, meta.dossierId)).toBe(1);
  });

  it('that was met in time is no longer there to pass', async () => {
    const cell = intakeBench();
    const dossierId = await cell.lookedUp();
    await cell.accept(dossierId);
    await sweepAt(cell, '2026-11-25T03:00:00.000Z');
    expect(passed(cell, dossierId)).toBe(0);
  });

  it('is read again from the table: what the index still shows may be gone', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    cell.clock.set('2026-11-25T03:00:00.000Z');
    const listDue = async (bucket: string) => ({ dossierIds: bucket === '2026-11-25T02' ? [dossierId, countedUlid(99)] : [] });
    cell.ledger.seed({ ...cell.ledger.meta(dossierId), deadline: { kind: 'intake', at: '2026-11-26T02:30:00.000Z' } });
    const { enacted, failed } = await enactDeadlines({ ...cell, ledger: { ...cell.ledger, listDue } })();
    expect([enacted, failed]).toEqual([0, []]);
  });

  it('does not move a dossier that has ended', async () => {
    const cell = intakeBench();
    const meta = await unpaidMeta({ dossierId: countedUlid(50), state: 'stopped', previous: undefined });
    cell.ledger.seed(meta);
    expect((await sweepAt(cell, '2026-12-04T02:00:00.000Z')).enacted).toBe(0);
  });
});

describe('the sweep', () => {
  const cursor = async (cell: IntakeBench) => (await cell.ledger.readItem(sweepKey))?.['bucket'];

  it('begins a week back in a cell that never swept', async () => {
    const cell = intakeBench();
    const buckets: string[] = [];
    const listDue = async (bucket: string) => {
      buckets.push(bucket);
      return { dossierIds: [] };
    };
    await enactDeadlines({ ...cell, ledger: { ...cell.ledger, listDue } })();
    expect([buckets[0], buckets.at(-1), buckets.length]).toEqual(['2026-11-16T02', '2026-11-23T01', 168]);
  });

  it('looks at one bucket or two while nothing happens', async () => {
    const cell = intakeBench();
    await sweepAt(cell, '2026-11-25T02:40:00.000Z');
    const before = cell.ledger.calls.listDue;
    await sweepAt(cell, '2026-11-25T02:41:00.000Z');
    expect(cell.ledger.calls.listDue - before).toBeLessThanOrEqual(2);
  });

  it('writes its cursor only when it moves', async () => {
    const cell = intakeBench();
    await sweepAt(cell, '2026-11-25T02:40:00.000Z');
    const before = cell.ledger.calls.putItem;
    await sweepAt(cell, '2026-11-25T02:41:00.000Z');
    expect(cell.ledger.calls.putItem).toBe(before);
  });

  it('keeps an hour open until ten minutes after its end', async () => {
    const cell = intakeBench();
    await sweepAt(cell, '2026-11-25T03:09:00.000Z');
    expect(await cursor(cell)).toBe('2026-11-25T02');
    await sweepAt(cell, '2026-11-25T03:10:00.000Z');
    expect(await cursor(cell)).toBe('2026-11-25T03');
  });

  it('makes up for a fortnight in which nothing swept', async () => {
    const cell = intakeBench();
    const dossierId = await cell.submitted();
    await sweepAt(cell, '2026-11-23T02:05:00.000Z');
    await sweepAt(cell, '2026-12-09T12:00:00.000Z');
    expect(passed(cell, dossierId)).toBe(1);
    expect(await cursor(cell)).toBe('2026-12-09T11');
  });

  it('does not pass a bucket whose dossier could not be moved, and moves all the others', async () => {
    const cell = intakeBench();
    const stuck = await cell.submitted();
    const other = await cell.submitted(ownedForm);
    const readMeta: typeof cell.ledger.readMeta = async (id) => {
      if (id === stuck) throw new Error('unreadable');
      return cell.ledger.readMeta(id);
    };
    cell.clock.set('2026-11-26T02:00:00.000Z');
    const swept = await enactDeadlines({ ...cell, ledger: { ...cell.ledger, readMeta } })();
    expect(swept).toMatchObject({ enacted: 1, failed: [{ dossierId: stuck, error: 'Error: unreadable' }], cursor: '2026-11-25T02' });
    expect(passed(cell, other)).toBe(1);
    expect((await sweepAt(cell, '2026-11-26T02:01:00.000Z')).enacted).toBe(1);
    expect(await cursor(cell)).toBe('2026-11-26T01');
  });

  it('enacts more deadlines of one hour than a page of the index holds', async () => {
    const cell = intakeBench();
    for (let n = 1; n <= 230; n += 1) cell.ledger.seed(await unpaidMeta({ dossierId: countedUlid(n) }));
    expect((await sweepAt(cell, '2026-12-03T03:00:00.000Z')).enacted).toBe(230);
  });

  it('reads to the end of an hour of which the index still shows what is enacted', async () => {
    const cell = intakeBench();
    const stale = Array.from({ length: 100 }, (_, index) => countedUlid(index + 1));
    cell.clock.set('2026-11-25T03:00:00.000Z');
    await cell.ledger.putItem(sweepKey, { bucket: '2026-11-25T01' });
    const listDue = async (bucket: string, _until: string, cursor?: string) => {
      if (bucket !== '2026-11-25T01') return { dossierIds: [] };
      return cursor ? { dossierIds: [] } : { dossierIds: stale, cursor: 'next' };
    };
    const swept = await enactDeadlines({ ...cell, ledger: { ...cell.ledger, listDue } })();
    expect(swept).toMatchObject({ enacted: 0, cursor: '2026-11-25T02' });
  });

  describe('with dossiers that always fail', () => {
    /** A cell whose dossiers `stuck` cannot be moved. */
    const failing = (cell: IntakeBench, stuck: readonly string[]) => {
      const readMeta: typeof cell.ledger.readMeta = async (id) => {
        if (stuck.includes(id)) throw new Error('unreadable');
        return cell.ledger.readMeta(id);
      };
      return enactDeadlines({ ...cell, ledger: { ...cell.ledger, readMeta } });
    };
    const due = async (cell: IntakeBench, from: number, to: number, at: string) => {
      const ids = Array.from({ length: to - from + 1 }, (_, index) => countedUlid(from + index));
      for (const dossierId of ids) cell.ledger.seed(await unpaidMeta({ dossierId, deadline: { kind: 'processing', at } }));
      return ids;
    };

    it('enacts what stands behind a page full of them in the same hour', async () => {
      const cell = intakeBench();
      const stuck = await due(cell, 1, 120, '2026-12-03T02:00:00.000Z');
      await due(cell, 201, 230, '2026-12-03T02:01:00.000Z');
      cell.clock.set('2026-12-03T02:30:00.000Z');
      const swept = await failing(cell, stuck)();
      expect([swept.enacted, swept.failed.length]).toEqual([30, 120]);
    });

    it('enacts later hours, while the cursor stays at theirs', async () => {
      const cell = intakeBench();
      await sweepAt(cell, '2026-12-03T01:30:00.000Z');
      const stuck = await due(cell, 1, 100, '2026-12-03T02:00:00.000Z');
      await due(cell, 201, 203, '2026-12-03T05:00:00.000Z');
      cell.clock.set('2026-12-03T09:00:00.000Z');
      expect(await failing(cell, stuck)()).toMatchObject({ enacted: 3, cursor: '2026-12-03T02' });
    });

    it('enacts the newest hours even when one has been stuck for longer than a sweep looks', async () => {
      const cell = intakeBench();
      const [stuck = ''] = await due(cell, 1, 1, '2026-12-03T02:00:00.000Z');
      await cell.ledger.putItem(sweepKey, { bucket: '2026-12-03T02' });
      await due(cell, 201, 203, '2027-03-02T05:00:00.000Z');
      cell.clock.set('2027-03-02T05:01:00.000Z');
      expect(await failing(cell, [stuck])()).toMatchObject({ enacted: 3, cursor: '2026-12-03T02' });
    });
  });

  it('moves several at once, and no more than thirty-two', async () => {
    const cell = intakeBench();
    for (let n = 1; n <= 40; n += 1) cell.ledger.seed(await unpaidMeta({ dossierId: countedUlid(n) }));
    let now = 0;
    let most = 0;
    const commit: typeof cell.ledger.commit = async (...given) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return cell.ledger.commit(...given);
    };
    cell.clock.set('2026-12-03T03:00:00.000Z');
    expect((await enactDeadlines({ ...cell, ledger: { ...cell.ledger, commit } })()).enacted).toBe(40);
    expect(most).toBe(32);
  });

  it('catches up with a pause of months in several sweeps', async () => {
    const cell = intakeBench();
    await cell.ledger.putItem(sweepKey, { bucket: '2026-09-01T00' });
    await sweepAt(cell, '2026-12-03T03:00:00.000Z');
    expect(await cursor(cell)).toBe('2026-10-12T16');
    for (let n = 0; n < 2; n += 1) await sweepAt(cell, '2026-12-03T03:00:00.000Z');
    expect(await cursor(cell)).toBe('2026-12-03T02');
  });
});

describe('the function that the schedule calls', () => {
  it('logs one line', async () => {
    const cell = intakeBench();
    await cell.submitted();
    cell.clock.set('2026-11-25T03:00:00.000Z');
    cell.log.lines.length = 0;
    await createHandler(cell)({}, {} as never);
    expect(cell.log.lines).toEqual([{ level: 'INFO', message: 'enactDeadlines', fields: { enacted: 1, cursor: '2026-11-25T02', ms: 0 } }]);
  });

  it('fails, so that the alarm sees it, when a dossier could not be moved', async () => {
    const cell = intakeBench();
    await cell.submitted();
    cell.clock.set('2026-11-25T03:00:00.000Z');
    cell.ledger.conflictNext(5);
    await expect(createHandler(cell)({}, {} as never)).rejects.toThrow('1 deadlines were not enacted');
    expect(cell.log.lines.at(-2)).toMatchObject({ level: 'ERROR', message: 'a deadline was not enacted' });
  });

  it('ends by itself before the next one begins, says so, and leaves the rest to it', async () => {
    const cell = intakeBench();
    for (let n = 1; n <= 80; n += 1) cell.ledger.seed(await unpaidMeta({ dossierId: countedUlid(n) }));
    cell.clock.set('2026-11-30T01:16:00.000Z');
    const commit: typeof cell.ledger.commit = async (...given) => {
      cell.clock.advance(1000);
      return cell.ledger.commit(...given);
    };
    const slow = createHandler({ ...cell, ledger: { ...cell.ledger, commit } });
    await expect(slow({}, {} as never)).rejects.toThrow('more are due');
    const told = () => Array.from({ length: 80 }, (_, index) => cell.types(countedUlid(index + 1)).length).reduce((a, b) => a + b, 0);
    expect(told()).toBeGreaterThanOrEqual(40);
    expect(told()).toBeLessThan(80);
    await createHandler(cell)({}, {} as never);
    expect(told()).toBe(80);
  });
});
