import { beforeEach, describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../local/stand-ins/population/random.ts';
import { OFFICE, type ReportBench, reportBench } from './report-bench.ts';

const key = (month = '2026-11') => ({ office: OFFICE, month, procedure: 'temporary-residence' });

describe('counting a dossier', () => {
  let bench: ReportBench;
  beforeEach(() => {
    bench = reportBench();
  });

  it('does not count a submission that nobody has accepted', async () => {
    const dossierId = await bench.submitted();
    expect(await bench.count(dossierId)).toEqual({ kind: 'not-received' });
    expect(bench.counts.all()).toEqual([]);
  });

  it('throws for a dossier that does not exist', async () => {
    await expect(bench.count('01ARZ3NDEKTSV4RRFFQ69G5FAV')).rejects.toThrow('there is no dossier');
  });

  it('counts an acceptance once, however often it is told', async () => {
    const dossierId = await bench.accepted();
    expect(await bench.count(dossierId)).toEqual({ kind: 'counted' });
    expect(await bench.count(dossierId)).toEqual({ kind: 'in-order' });
    expect(bench.counts.all()).toMatchObject([{ ...key(), online: 1, early: 0, lapsed: 0 }]);
    expect(bench.counts.writes()).toBe(1);
  });

  it('counts an end that is told before the acceptance', async () => {
    const dossierId = await bench.accepted();
    await bench.paid(dossierId);
    await bench.concluded(dossierId, 'BEFORE');
    expect(await bench.count(dossierId)).toEqual({ kind: 'counted' });
    expect(bench.counts.all()).toMatchObject([{ ...key(), online: 1, early: 1, late: 0, lapsed: 0 }]);
  });

  it('counts the received in the month of the acceptance and the solved in that of its end', async () => {
    bench.clock.set('2026-11-30T02:00:00.000Z');
    const dossierId = await bench.accepted();
    await bench.count(dossierId);
    await bench.paid(dossierId);
    bench.clock.set('2026-12-02T02:00:00.000Z');
    await bench.concluded(dossierId, 'BEFORE');
    await bench.count(dossierId);
    expect(bench.counts.all()).toMatchObject([
      { ...key(), online: 1, early: 0 },
      { ...key('2026-12'), online: 0, early: 1 },
    ]);
  });

  it('tells local months apart, not those of Greenwich', async () => {
    bench.clock.set('2026-11-30T02:00:00.000Z');
    const dossierId = await bench.accepted();
    await bench.paid(dossierId);
    bench.clock.set('2026-11-30T17:30:00.000Z');
    await bench.concluded(dossierId, 'BEFORE');
    await bench.count(dossierId);
    expect(bench.counts.all().map(({ month, early }) => [month, early])).toEqual([
      ['2026-11', 0],
      ['2026-12', 1],
    ]);
  });

  it('counts a due time that passed, and the late end after it', async () => {
    const dossierId = await bench.accepted();
    await bench.paid(dossierId);
    bench.clock.set('2026-11-27T02:01:00.000Z');
    await bench.passed(dossierId);
    await bench.count(dossierId);
    expect(bench.counts.all()).toMatchObject([{ lapsed: 1, late: 0 }]);
    await bench.concluded(dossierId, 'AFTER');
    await bench.count(dossierId);
    expect(bench.counts.all()).toMatchObject([{ lapsed: 1, late: 1, early: 0, onTime: 0 }]);
  });

  it('counts a late end as late before the sweep has told that the due time passed', async () => {
    const dossierId = await bench.accepted();
    await bench.paid(dossierId);
    bench.clock.set('2026-11-27T02:01:00.000Z');
    await bench.concluded(dossierId, 'AFTER');
    await bench.count(dossierId);
    expect(bench.counts.all()).toMatchObject([{ lapsed: 1, late: 1 }]);
  });

  it('counts an end in the due minute as on time', async () => {
    const dossierId = await bench.accepted();
    await bench.paid(dossierId);
    bench.clock.set('2026-11-27T02:00:30.000Z');
    await bench.concluded(dossierId, 'ON');
    await bench.count(dossierId);
    expect(bench.counts.all()).toMatchObject([{ onTime: 1, late: 0, early: 0, lapsed: 0 }]);
  });

  it('counts one whose due time was put off too late as late, whenever it ends', async () => {
    const dossierId = await bench.accepted();
    await bench.paid(dossierId);
    const from = bench.ledger.meta(dossierId).dueAt ?? '';
    bench.clock.set('2026-11-27T03:00:00.000Z');
    await bench.step(dossierId, {
      event: {
        type: 'dossier.extended',
        data: { from, dueAt: '2026-12-04T02:00:00.000Z', timing: 'LATE', reason: 'WORDS#9', legalBasis: 'WORDS#9' },
      },
      change: { dueAt: '2026-12-04T02:00:00.000Z', extension: 'LATE' },
    });
    await bench.count(dossierId);
    expect(bench.counts.all()).toMatchObject([{ ...key(), lapsed: 1 }]);
    bench.clock.set('2026-12-01T02:00:00.000Z');
    await bench.concluded(dossierId, 'AFTER');
    await bench.count(dossierId);
    expect(bench.counts.all()).toMatchObject([
      { ...key(), lapsed: 1, late: 0 },
      { ...key('2026-12'), lapsed: 0, late: 1 },
    ]);
  });

  it('takes back that a due time passed which has moved since', async () => {
    const dossierId = await bench.accepted();
    await bench.paid(dossierId);
    await bench.passed(dossierId);
    await bench.count(dossierId);
    const from = bench.ledger.meta(dossierId).dueAt ?? '';
    await bench.step(dossierId, {
      event: { type: 'dossier.due-moved', data: { from, dueAt: '2026-11-30T02:00:00.000Z', reason: 'CERTIFIED_DOWNTIME' } },
      change: { dueAt: '2026-11-30T02:00:00.000Z' },
    });
    await bench.count(dossierId);
    expect(bench.counts.all()).toMatchObject([{ lapsed: 0, online: 1 }]);
  });

  it.each([
    { state: 'processing', at: '2026-11-27T03:00:00.000Z', ending: 'late' },
    { state: 'processing', at: '2026-11-25T03:00:00.000Z', ending: 'early' },
    { state: 'supplement-requested', at: '2026-12-20T03:00:00.000Z', ending: 'early' },
  ] as const)('counts one that was stopped in $state at $at as $ending', async ({ state, at, ending }) => {
    const dossierId = await bench.accepted();
    await bench.paid(dossierId);
    if (state === 'supplement-requested')
      await bench.step(dossierId, {
        event: {
          type: 'dossier.supplement-requested',
          data: { n: 1, stage: 'appraisal', documents: [], answerBy: '2026-12-20T02:00:00.000Z' },
        },
        edge: { transition: 'requestSupplement', to: 'supplement-requested' },
      });
    bench.clock.set(at);
    await bench.step(dossierId, {
      event: { type: 'dossier.withdrawal-requested', data: {} },
      edge: { transition: 'requestWithdrawal', to: 'withdrawal-requested' },
    });
    await bench.step(dossierId, {
      event: { type: 'dossier.stopped', data: { reason: 'WITHDRAWN', cancelled: [], paid: 7000 } },
      edge: { transition: 'stop', to: 'stopped' },
    });
    await bench.count(dossierId);
    const total = { early: 0, onTime: 0, late: 0 };
    for (const one of bench.counts.all()) {
      total.early += one.early;
      total.onTime += one.onTime;
      total.late += one.late;
    }
    expect(total).toEqual({ early: 0, onTime: 0, late: 0, [ending]: 1 });
  });

  const asked = (dossierId: string, n: number, approver?: string) =>
    bench.step(dossierId, {
      event: {
        type: 'dossier.supplement-requested',
        data: { n, stage: 'appraisal', documents: [], answerBy: '2026-12-04T02:00:00.000Z', ...(approver && { approver }) },
      },
      edge: { transition: 'requestSupplement', to: 'supplement-requested' },
    });
  const provided = async (dossierId: string, n: number): Promise<void> => {
    const dueBefore = bench.ledger.meta(dossierId).dueAt ?? '';
    await bench.step(dossierId, {
      event: { type: 'dossier.supplement-provided', data: { n, dueBefore, dueAt: '2026-12-31T02:00:00.000Z' } },
      edge: { transition: 'completeSupplement', to: 'processing' },
      change: { dueAt: '2026-12-31T02:00:00.000Z' },
    });
  };

  it('counts one whose applicant was asked as often as is allowed by its due time, with the waiting taken off', async () => {
    const dossierId = await bench.accepted();
    await bench.paid(dossierId);
    await asked(dossierId, 1);
    bench.clock.set('2026-12-01T02:00:00.000Z');
    await provided(dossierId, 1);
    await bench.concluded(dossierId, 'BEFORE');
    await bench.count(dossierId);
    expect(bench.counts.all()).toMatchObject([
      { ...key(), lapsed: 0 },
      { ...key('2026-12'), early: 1, late: 0, lapsed: 0 },
    ]);
  });

  it('counts one whose applicant was asked once more than that as overdue from then on, and as late whenever it ends', async () => {
    const dossierId = await bench.accepted();
    await bench.paid(dossierId);
    await asked(dossierId, 1);
    await provided(dossierId, 1);
    bench.clock.set('2026-11-24T02:00:00.000Z');
    await asked(dossierId, 2, 'leader-1');
    await bench.count(dossierId);
    expect(bench.counts.all()).toMatchObject([{ ...key(), online: 1, lapsed: 1, late: 0 }]);
    bench.clock.set('2026-12-01T02:00:00.000Z');
    await provided(dossierId, 2);
    await bench.concluded(dossierId, 'BEFORE');
    await bench.count(dossierId);
    expect(bench.counts.all()).toMatchObject([
      { ...key(), lapsed: 1, late: 0 },
      { ...key('2026-12'), lapsed: 0, early: 0, late: 1 },
    ]);
  });

  it('counts each dossier as late once, for whatever made it so first', async () => {
    const dossierId = await bench.accepted();
    await bench.paid(dossierId);
    bench.clock.set('2026-11-27T02:01:00.000Z');
    await bench.passed(dossierId);
    bench.clock.set('2026-12-01T02:00:00.000Z');
    for (const n of [1, 2, 3]) {
      await asked(dossierId, n, 'leader-1');
      await bench.step(dossierId, {
        event: { type: 'dossier.supplement-provided', data: { n } },
        edge: { transition: 'completeSupplement', to: 'processing' },
      });
    }
    await bench.concluded(dossierId, 'AFTER');
    await bench.count(dossierId);
    expect(bench.counts.all()).toMatchObject([
      { ...key(), online: 1, lapsed: 1 },
      { ...key('2026-12'), late: 1, lapsed: 0 },
    ]);
  });

  it('counts under the office that decides, and moves with it', async () => {
    const dossierId = await bench.accepted();
    await bench.count(dossierId);
    await bench.paid(dossierId);
    await bench.step(dossierId, {
      event: { type: 'dossier.transferred', data: { from: OFFICE, to: 'G01.042.002', reason: 'WORDS#9' } },
      change: { office: 'G01.042.002' },
    });
    await bench.count(dossierId);
    expect(bench.counts.all()).toMatchObject([{ office: 'G01.042.002', online: 1 }]);
    // The book is that of the office which took it in.
    expect((await bench.counts.listBook(OFFICE, '2026-11-23')).dossierIds).toEqual([dossierId]);
    // The other one has a line as well, which nothing is counted by.
    expect(await bench.counts.listBook('G01.042.002', '2026-11-23')).toMatchObject({
      dossierIds: [dossierId],
      takenOver: [{ dossierId, takenOver: { from: OFFICE } }],
    });
  });

  it('counts once when two count at the same moment', async () => {
    const dossierId = await bench.accepted();
    bench.counts.beforeNextCount(async () => {
      expect(await bench.count(dossierId)).toEqual({ kind: 'counted' });
    });
    expect(await bench.count(dossierId)).toEqual({ kind: 'in-order' });
    expect(bench.counts.all()).toMatchObject([{ online: 1 }]);
  });

  it('never goes back to what a dossier was, when it has moved on since it was read', async () => {
    const dossierId = await bench.accepted();
    await bench.count(dossierId);
    await bench.paid(dossierId);
    bench.clock.set('2026-11-27T02:01:00.000Z');
    await bench.passed(dossierId);
    // Somebody reads the passed due time, is slow, and another moves the dossier and counts it meanwhile.
    bench.counts.beforeNextCount(async () => {
      await bench.concluded(dossierId, 'AFTER');
      await bench.count(dossierId);
    });
    await bench.count(dossierId);
    expect(bench.counts.all()).toMatchObject([{ lapsed: 1, late: 1 }]);
  });

  it('ends the same in whatever order, and however often, the facts are told', async () => {
    const random = new SeededRandom('counting');
    const told: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      bench.clock.set('2026-11-23T02:00:00.000Z');
      const dossierId = await bench.accepted();
      told.push(dossierId);
      if (n % 3 === 0) await bench.count(dossierId);
      await bench.paid(dossierId);
      if (n % 4 === 0) {
        bench.clock.set('2026-11-27T02:01:00.000Z');
        await bench.passed(dossierId);
        told.push(dossierId);
      }
      if (n % 2 === 0) {
        await bench.concluded(dossierId, n % 4 === 0 ? 'AFTER' : 'BEFORE');
        told.push(dossierId);
      }
    }
    const order = [...told, ...told].map((dossierId) => ({ dossierId, place: random.integer(0, 1_000_000) }));
    for (const { dossierId } of order.sort((one, other) => one.place - other.place)) await bench.count(dossierId);
    expect(bench.counts.all()).toMatchObject([{ ...key(), online: 12, early: 3, onTime: 0, late: 3, lapsed: 3 }]);
  });

  it('gives up when others are in the way time and again', async () => {
    const dossierId = await bench.accepted();
    const busy = { ...bench.counts, count: async () => 'stale' as const };
    const { countDossier } = await import('../../../functions/report/count-dossier.ts');
    await expect(countDossier({ ...bench, counts: busy })(dossierId)).rejects.toThrow('were busy');
  });
});
