import { describe, expect, it } from 'vitest';
import { shown } from './appointment-bench.ts';
import { ownLife } from './life-bench.ts';
import type { OwnRules } from './own-procedure.ts';

/*
 * When a dossier speaks up by itself: at 70, 90 and 100 % of the working time of its limit, whatever that is counted in, and with the
 * draft of an apology two hours of work more than a working day before its due time, where the limit has two days. Each is told in
 * the minute after its own, and not in its own. Everything is accepted on Monday 7 December 2026 at 09:00.
 */
const START = '2026-12-07 09:00';
type Life = ReturnType<typeof ownLife>;
type Told = readonly [what: string, moment: string];

const names: Readonly<Record<string, string>> = { 'dossier.extension-drafted': 'apology', 'dossier.deadline-passed': '100' };
const told = ({ ledger }: Life, dossierId: string): string[] =>
  ledger
    .events(dossierId)
    .filter(({ type }) => type === 'dossier.escalated' || Object.hasOwn(names, type))
    .map(({ type, data }) => names[type] ?? String(data['percent']));

/** Sweeps in the minute of each moment and in the one after it, and looks at what was told. */
const expectTold = async (life: Life, dossierId: string, all: readonly Told[], before: readonly string[] = []) => {
  const heard = [...before];
  for (const [what, moment] of all) {
    life.at(moment);
    await life.sweep();
    expect([moment, told(life, dossierId)]).toEqual([moment, heard]);
    heard.push(what);
    life.clock.advance(60_000);
    await life.sweep();
    expect([moment, told(life, dossierId)]).toEqual([moment, heard]);
  }
  expect(life.faults(dossierId)).toEqual([]);
};

const threeDays: readonly Told[] = [
  ['apology', '2026-12-08 16:30'],
  ['70', '2026-12-09 09:45'],
  ['90', '2026-12-09 16:15'],
  ['100', '2026-12-10 09:00'],
];
/** The same a working day later. */
const aDayLater: readonly Told[] = [
  ['apology', '2026-12-09 16:30'],
  ['70', '2026-12-10 09:45'],
  ['90', '2026-12-10 16:15'],
  ['100', '2026-12-11 09:00'],
];

describe('the time of a limit is told', () => {
  it.each<readonly [string, OwnRules, readonly Told[]]>([
    ['working days', {}, threeDays],
    [
      'the same working day, with no day for an apology',
      { limit: [0, 'WORKING_DAY'] },
      [
        ['70', '2026-12-07 15:12'],
        ['90', '2026-12-07 16:24'],
        ['100', '2026-12-07 17:00'],
      ],
    ],
    [
      'hours of work',
      { limit: [8, 'WORKING_HOUR'] },
      [
        ['70', '2026-12-07 16:36'],
        ['90', '2026-12-08 08:42'],
        ['100', '2026-12-08 09:30'],
      ],
    ],
    [
      'days of the calendar',
      { limit: [10, 'DAY'] },
      [
        ['70', '2026-12-14 15:30'],
        ['apology', '2026-12-15 16:30'],
        ['90', '2026-12-16 10:30'],
        ['100', '2026-12-17 09:00'],
      ],
    ],
    [
      'months',
      { limit: [1, 'MONTH'] },
      [
        ['70', '2026-12-28 14:00'],
        ['90', '2027-01-04 17:00'],
        ['apology', '2027-01-05 16:30'],
        ['100', '2027-01-07 09:00'],
      ],
    ],
  ])('in %s', async (_unit, rules, all) => {
    const life = ownLife(rules);
    await expectTold(life, await life.accepted(START), all);
  });
});

describe('what interrupts the clock puts off what is told', () => {
  it('a supplement by the time of waiting', async () => {
    const life = ownLife();
    const dossierId = await life.accepted(START);
    await life.askAt(dossierId, '2026-12-08 09:00');
    life.at('2026-12-08 16:31');
    await life.sweep();
    expect(told(life, dossierId)).toEqual([]);
    await life.provideAt(dossierId, '2026-12-09 09:00');
    await expectTold(life, dossierId, aDayLater);
  });

  it('one that begins the limit anew to the percents of that', async () => {
    const life = ownLife({ supplement: 'RESTART' });
    const dossierId = await life.accepted(START);
    await life.askAt(dossierId, '2026-12-08 10:00');
    await life.provideAt(dossierId, '2026-12-09 14:00');
    await expectTold(life, dossierId, [
      ['apology', '2026-12-11 10:00'],
      ['70', '2026-12-11 14:45'],
      ['90', '2026-12-14 09:45'],
      ['100', '2026-12-14 14:00'],
    ]);
  });

  it('a fee that stops the clock', async () => {
    const life = ownLife({ fee: 10_000, whileUnpaid: 'PAUSE' });
    const dossierId = await life.accepted(START);
    await life.payAt(dossierId, '2026-12-08 09:00');
    await expectTold(life, dossierId, aDayLater);
  });

  it('a fee that starts it', async () => {
    const life = ownLife({ fee: 10_000, clockStart: 'FEE_PAID' });
    const dossierId = await life.accepted(START);
    await life.payAt(dossierId, '2026-12-08 09:00');
    await expectTold(life, dossierId, aDayLater);
  });

  it('and until it starts it, nothing', async () => {
    const life = ownLife({ fee: 10_000, clockStart: 'FEE_PAID' });
    const dossierId = await life.accepted(START);
    life.at('2027-01-07 09:00');
    await life.sweep();
    expect([told(life, dossierId), await life.due(dossierId)]).toEqual([[], undefined]);
  });

  it('but not one that lets it run: it is told though nobody has paid', async () => {
    const life = ownLife({ fee: 10_000 });
    await expectTold(life, await life.accepted(START), threeDays);
  });

  it('a cut-off that takes it for come the next day', async () => {
    const life = ownLife({ cutOff: { time: '15:00', effect: 'START_NEXT_DAY' } });
    const dossierId = await life.accepted('2026-12-07 15:30');
    expect(shown((await life.own(dossierId))['dueAt'])).toBe('2026-12-11 07:30');
    await expectTold(life, dossierId, [
      ['apology', '2026-12-09 15:00'],
      ['70', '2026-12-10 08:15'],
      ['90', '2026-12-10 14:45'],
      ['100', '2026-12-11 07:30'],
    ]);
  });
});
