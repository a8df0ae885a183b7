import { describe, expect, it } from 'vitest';
import { local, shown } from './appointment-bench.ts';
import { ownLife } from './life-bench.ts';

/*
 * A due time that was named to an applicant never comes back, also where the clock by itself would end earlier: a downtime was certified
 * wrongly and withdrawn or made shorter, or the limit began anew and ends before the time that a leader had named. Whatever is told by
 * itself is told of the time that holds. Everything is accepted on Wednesday 25 November 2026 at 09:00, for five working days.
 */
const START = '2026-11-25 09:00';
/** Two working days, and on Monday its certificate. */
const DOWN = ['2026-11-26 07:30', '2026-11-28 07:30'] as const;
const CERTIFIED = '2026-11-30 08:00';
type Life = ReturnType<typeof ownLife>;

const names = ['dossier.escalated', 'dossier.extension-drafted', 'dossier.deadline-passed'];
/** What was told, and of which due time. */
const told = ({ ledger }: Life, dossierId: string): string[] =>
  ledger
    .events(dossierId)
    .filter(({ type }) => names.includes(type))
    .map(({ type, data }) => `${data['percent'] ?? type.split('-').at(-1)} of ${shown(String(data['dueAt']))}`);

const sweepAt = async (life: Life, ...moments: readonly string[]) => {
  for (const moment of moments) {
    life.at(moment);
    expect((await life.sweep()).failed).toEqual([]);
  }
};

/** The due time has moved for a downtime; with the certificate's id. */
const movedLife = async () => {
  const life = ownLife({ limit: [5, 'WORKING_DAY'] });
  const dossierId = await life.accepted(START);
  const id = await life.certify(DOWN, CERTIFIED);
  await sweepAt(life, '2026-12-01 17:00');
  const moved = await life.due(dossierId);
  expect(moved).toBe('2026-12-04 09:00');
  return { life, dossierId, wrong: { id, to: local(DOWN[1]) } };
};

/** Holds the dossier to everything that is to be told of `due`, the last in the minute after it and not in its own. */
const expectTold = async (life: Life, dossierId: string, due: string) => {
  for (let day = 2; day <= 3; day += 1)
    for (let hour = 8; hour <= 17; hour += 1) await sweepAt(life, `2026-12-0${day} ${`${hour}`.padStart(2, '0')}:01`);
  await sweepAt(life, due);
  const before = ['apology', '70', '90'];
  expect(told(life, dossierId).map((one) => one.replace('drafted', 'apology'))).toEqual(
    expect.arrayContaining(before.map((what) => `${what} of ${due}`)),
  );
  expect(told(life, dossierId)).not.toContain(`passed of ${due}`);
  life.clock.advance(60_000);
  await life.sweep();
  expect(told(life, dossierId).at(-1)).toBe(`passed of ${due}`);
  expect(told(life, dossierId)).toHaveLength(4);
  expect([await life.due(dossierId), life.ledger.meta(dossierId).deadline, life.faults(dossierId)]).toEqual([due, undefined, []]);
};

describe('a due time that was named', () => {
  it('is told of when the downtime that moved it is withdrawn', async () => {
    const { life, dossierId, wrong } = await movedLife();
    await life.certify(undefined, '2026-12-01 17:10', wrong);
    await expectTold(life, dossierId, '2026-12-04 09:00');
  });

  it('is told of when the downtime that moved it is made shorter', async () => {
    const { life, dossierId, wrong } = await movedLife();
    await life.certify([DOWN[0], '2026-11-26 09:30'], '2026-12-01 17:10', wrong);
    await expectTold(life, dossierId, '2026-12-04 09:00');
  });

  it('is told of where a leader had put it off beyond the limit that a supplement lets begin anew', async () => {
    const life = ownLife({ limit: [5, 'WORKING_DAY'], supplement: 'RESTART' });
    const dossierId = await life.accepted(START);
    const named = '2026-12-08 09:00';
    await life.extendAt(dossierId, '2026-11-26 09:00', named);
    await life.askAt(dossierId, '2026-11-27 09:00', '2026-12-11 16:00');
    await life.provideAt(dossierId, '2026-11-30 09:00');
    // The limit begun anew would end on Monday.
    await sweepAt(life, '2026-12-07 08:59', '2026-12-07 09:01');
    expect(told(life, dossierId)).toEqual([`70 of ${named}`]);
    await sweepAt(life, '2026-12-07 17:00', named);
    expect(told(life, dossierId)).toEqual([`70 of ${named}`, `90 of ${named}`]);
    await sweepAt(life, '2026-12-08 09:01');
    expect(told(life, dossierId).at(-1)).toBe(`passed of ${named}`);
    expect(life.faults(dossierId)).toEqual([]);
  });
});
