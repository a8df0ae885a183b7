import { expect, it } from 'vitest';
import { instant, ownLife } from './life-bench.ts';

type Life = ReturnType<typeof ownLife>;

const passed = (life: Life, dossierId: string) =>
  life.ledger
    .events(dossierId)
    .flatMap(({ type, data }) => (type === 'dossier.deadline-passed' ? [[data['deadline'], data['dueAt']]] : []));

const sweepAt = async (life: Life, moment: string) => {
  life.at(moment);
  expect((await life.sweep()).failed).toEqual([]);
};

/** Thursday at 10:00, and eight working hours later. */
const asked = '2026-11-26 10:00';
const due = instant('2026-11-27 10:30');

/** A dossier in each state from which it may be asked back. */
const standing: readonly [string, () => Promise<{ life: Life; dossierId: string }>][] = [
  [
    'new',
    async () => {
      const life = ownLife();
      return { life, dossierId: await life.submitted('2026-11-26 09:59') };
    },
  ],
  [
    'processing',
    async () => {
      const life = ownLife({ limit: [10, 'WORKING_DAY'] });
      return { life, dossierId: await life.accepted('2026-11-25 09:00') };
    },
  ],
  [
    'supplement-requested',
    async () => {
      const life = ownLife({ limit: [10, 'WORKING_DAY'] });
      const dossierId = await life.accepted('2026-11-25 09:00');
      await life.askAt(dossierId, '2026-11-25 10:00', '2026-12-11 16:00');
      return { life, dossierId };
    },
  ],
  [
    'payment-requested',
    async () => {
      const life = ownLife({ limit: [10, 'WORKING_DAY'], fee: 10_000, unpaidLapse: [5, 'WORKING_DAY'] });
      return { life, dossierId: await life.accepted('2026-11-25 09:00') };
    },
  ],
];

it.each(standing)('tells once that a request to withdraw was not answered in time, made in %s', async (_, begin) => {
  const { life, dossierId } = await begin();
  await life.withdrawAt(dossierId, asked);
  expect(life.ledger.meta(dossierId)).toMatchObject({ state: 'withdrawal-requested', withdrawalDue: due });
  expect(life.faults(dossierId)).toEqual([]);
  await sweepAt(life, '2026-11-27 10:30');
  expect(passed(life, dossierId)).not.toContainEqual(['withdrawal', due]);
  for (const moment of ['2026-11-27 10:31', '2026-11-27 10:32', '2026-11-30 09:00']) await sweepAt(life, moment);
  expect(passed(life, dossierId).filter(([deadline]) => deadline === 'withdrawal')).toEqual([['withdrawal', due]]);
  expect(life.ledger.meta(dossierId).state).toBe('withdrawal-requested');
  expect(life.faults(dossierId)).toEqual([]);
  await life.keepAt(dossierId, '2026-11-30 10:00');
  expect(life.faults(dossierId)).toEqual([]);
});

it.each(standing)('tells nothing of a request that was answered, made in %s', async (_, begin) => {
  const { life, dossierId } = await begin();
  await life.withdrawAt(dossierId, asked);
  await life.keepAt(dossierId, '2026-11-26 11:00');
  expect(life.ledger.meta(dossierId).withdrawalDue).toBeUndefined();
  await sweepAt(life, '2026-11-27 10:31');
  expect(passed(life, dossierId).filter(([deadline]) => deadline === 'withdrawal')).toEqual([]);
  expect(life.faults(dossierId)).toEqual([]);
});
