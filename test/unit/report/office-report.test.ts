import { describe, expect, it } from 'vitest';
import { reaches } from '../../../functions/procedure/office-reach.ts';
import { Counts } from '../../../functions/report/counts.ts';
import { officeReport } from '../../../functions/report/office-report.ts';

const counts = (month: string, procedure: string, by: Partial<Counts>) => Counts.parse({ office: 'G01.042.001', month, procedure, ...by });

const history = [
  counts('2026-09', 'permanent-residence', { online: 10, direct: 2, early: 4 }),
  counts('2026-10', 'permanent-residence', { online: 5, post: 1, early: 3, onTime: 1, late: 2, lapsed: 4 }),
  counts('2026-11', 'permanent-residence', { online: 1, late: 1 }),
  counts('2026-11', 'temporary-residence', { direct: 3, early: 1 }),
];

describe('form II.06', () => {
  it('adds up: what was received and carried over is solved or pending', () => {
    const { rows, total } = officeReport(history, { from: '2026-10', to: '2026-11' }, []);
    expect(rows).toMatchObject([
      {
        procedure: 'permanent-residence',
        received: { total: 15, inPeriod: { total: 7, online: 6, direct: 0, post: 1 }, carriedOver: 8 },
        solved: { total: 7, early: 3, onTime: 1, late: 3 },
        pending: { total: 8, withinLimit: 7, overdue: 1 },
      },
      {
        procedure: 'temporary-residence',
        received: { total: 3, inPeriod: { total: 3, direct: 3 }, carriedOver: 0 },
        solved: { total: 1 },
        pending: { total: 2, withinLimit: 2, overdue: 0 },
      },
    ]);
    for (const row of [...rows, total]) expect(row.received.total).toBe(row.solved.total + row.pending.total);
    expect(total.received.total).toBe(18);
  });

  it('tells of a period that is over what was so at its end', () => {
    const { total } = officeReport(
      history.filter(({ month }) => month <= '2026-10'),
      { from: '2026-10', to: '2026-10' },
      [],
    );
    expect(total).toMatchObject({ received: { carriedOver: 8 }, pending: { total: 8, withinLimit: 6, overdue: 2 } });
  });

  it('counts as overdue what fell due a moment ago, and not what falls due after the period', () => {
    const untold = [
      { procedure: 'temporary-residence', month: '2026-11' },
      { procedure: 'temporary-residence', month: '2026-12' },
    ];
    const { rows, total } = officeReport(history, { from: '2026-11', to: '2026-11' }, untold);
    expect(rows[1]).toMatchObject({ pending: { total: 2, withinLimit: 1, overdue: 1 } });
    expect(total.pending.overdue).toBe(2);
  });

  it('is empty for an office that never had a dossier', () => {
    const { rows, total } = officeReport([], { from: '2026-01', to: '2026-11' }, []);
    expect(rows).toEqual([]);
    expect(total).toMatchObject({ received: { total: 0 }, solved: { total: 0 }, pending: { total: 0 } });
  });
});

describe('whose report somebody may read', () => {
  it.each([
    ['G01.042.001', 'G01.042.001', true],
    ['G01.042.001', 'G01.042.002', false],
    ['G01.042', 'G01.042.002', true],
    ['G01.042', 'G01.043.002', false],
    ['G01.042', 'ZUB.042.002', false],
    ['G01.042', 'G01.042.999', false],
    ['nowhere', 'G01.042.001', false],
  ])('a leader of %s reaches %s: %s', (own, office, expected) => {
    expect(reaches({ office: own, roles: ['leader'] }, office)).toBe(expected);
  });

  it('is told to others of their own office only', () => {
    const other = { office: 'G01.042', roles: ['intake', 'complaints'] };
    expect([reaches(other, 'G01.042'), reaches(other, 'G01.042.001')]).toEqual([true, false]);
  });
});
