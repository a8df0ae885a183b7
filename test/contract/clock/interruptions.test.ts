import { describe, expect, it } from 'vitest';
import { local } from './appointment-bench.ts';
import { ownLife } from './life-bench.ts';
import type { OwnRules } from './own-procedure.ts';

/*
 * What stops or begins anew the legal clock (domain notes, rules.md 1.5 points 5 to 8), lived through the routes. Everything is accepted
 * on Monday 7 December 2026 at 09:00; three working days end on Thursday at 09:00. A day has seven and a half hours of work.
 */
const START = '2026-12-07 09:00';
const DUE = '2026-12-10 09:00';

const hours: OwnRules = { limit: [8, 'WORKING_HOUR'] };
const calendarDays: OwnRules = { limit: [10, 'DAY'] };
const month: OwnRules = { limit: [1, 'MONTH'] };
const restart: OwnRules = { supplement: 'RESTART' };

describe('a request for a supplement in the appraisal', () => {
  it.each([
    ['takes the time of waiting off', {}, '2026-12-08 10:00', '2026-12-08 11:00', '2026-12-10 10:00'],
    ['takes nothing off for a night', {}, '2026-12-08 17:00', '2026-12-09 07:30', DUE],
    ['takes a whole day off', {}, '2026-12-08 09:00', '2026-12-09 09:00', '2026-12-11 09:00'],
    ['takes the working time off, of a wait over a weekend', {}, '2026-12-10 08:00', '2026-12-14 08:00', '2026-12-14 09:00'],
    ['still does so a minute before the due time', {}, '2026-12-10 08:59', '2026-12-10 10:59', '2026-12-10 11:00'],
    ['comes too late at the due time', {}, DUE, '2026-12-11 09:00', DUE],
    ['moves a limit of hours', hours, '2026-12-07 10:00', '2026-12-07 14:00', '2026-12-08 11:30'],
    ['moves one of days of the calendar', calendarDays, '2026-12-08 09:00', '2026-12-10 09:00', '2026-12-21 09:00'],
    ['moves one of months', month, '2026-12-08 09:00', '2026-12-09 09:00', '2027-01-08 09:00'],
    ['begins the limit anew where the rule is RESTART', restart, '2026-12-08 10:00', '2026-12-09 14:00', '2026-12-14 14:00'],
    ['anew from the next morning, answered at night', restart, '2026-12-08 10:00', '2026-12-09 20:00', '2026-12-15 07:30'],
    ['anew from a Saturday morning of the police', restart, '2026-12-08 10:00', '2026-12-12 10:00', '2026-12-16 10:00'],
    [
      'anew from the next day, answered after a cut-off that says so',
      { ...restart, cutOff: { time: '15:00', effect: 'START_NEXT_DAY' } },
      ...(['2026-12-08 10:00', '2026-12-09 15:30', '2026-12-15 07:30'] as const),
    ],
    ['anew in hours', { ...restart, ...hours }, '2026-12-07 10:00', '2026-12-08 14:00', '2026-12-09 14:30'],
    ['anew in days of the calendar', { ...restart, ...calendarDays }, '2026-12-08 10:00', '2026-12-09 14:00', '2026-12-21 17:00'],
    ['anew in months', { ...restart, ...month }, '2026-12-08 10:00', '2026-12-09 14:00', '2027-01-11 17:00'],
    ['not anew, when it comes too late', restart, DUE, '2026-12-11 09:00', DUE],
  ] as const)('%s', async (_what, rules, askedAt, providedAt, dueAt) => {
    const life = ownLife(rules);
    const dossierId = await life.accepted(START);
    await life.askAt(dossierId, askedAt);
    expect((await life.own(dossierId))['status']).toBe(5);
    await life.provideAt(dossierId, providedAt);
    expect([(await life.own(dossierId))['status'], await life.due(dossierId)]).toEqual([4, dueAt]);
    const tasks = life.ledger.items().filter(({ sk }) => String(sk).startsWith('TASK#'));
    expect(new Set(tasks.map((task) => task['dueAt']))).toEqual(new Set([(await life.own(dossierId))['dueAt']]));
    expect(life.faults(dossierId)).toEqual([]);
  });
});

describe('a fee that is due after the acceptance', () => {
  const fee = 10_000;
  it.each([
    ['stops no clock where whileUnpaid is RUN', 'RUN', '2026-12-08 09:00', DUE],
    ['stops it where it is PAUSE', 'PAUSE', '2026-12-08 09:00', '2026-12-11 09:00'],
    ['stops it to the minute of the payment, at night to the close of business', 'PAUSE', '2026-12-08 20:00', '2026-12-11 17:00'],
    ['stops it beyond the due time that was named', 'PAUSE', '2026-12-14 09:00', '2026-12-17 09:00'],
  ] as const)('%s', async (_what, whileUnpaid, paidAt, dueAt) => {
    const life = ownLife({ fee, whileUnpaid });
    const dossierId = await life.accepted(START);
    expect([(await life.own(dossierId))['status'], await life.due(dossierId)]).toEqual([6, DUE]);
    await life.payAt(dossierId, paidAt);
    expect([(await life.own(dossierId))['status'], await life.due(dossierId)]).toEqual([4, dueAt]);
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('lets a restarted clock begin anew, whatever it has stopped before', async () => {
    const life = ownLife({ ...restart, fee, whileUnpaid: 'PAUSE' });
    const dossierId = await life.accepted(START);
    await life.payAt(dossierId, '2026-12-08 09:00');
    await life.askAt(dossierId, '2026-12-09 09:00');
    await life.provideAt(dossierId, '2026-12-10 14:00');
    expect(await life.due(dossierId)).toBe('2026-12-15 14:00');
  });

  it.each([
    ['not at the last minute of the time to pay', '2026-12-09 09:00', 'payment-requested'],
    ['after it', '2026-12-09 09:01', 'stopped'],
  ])('ends the dossier where a law says when: %s', async (_when, sweptAt, state) => {
    const life = ownLife({ fee, unpaidLapse: [2, 'WORKING_DAY'] });
    const dossierId = await life.accepted(START);
    // The apology is drafted the evening before; a sweep does one thing after the other.
    for (const moment of ['2026-12-08 17:00', sweptAt]) {
      life.at(moment);
      await life.sweep();
    }
    expect(await life.own(dossierId)).toMatchObject({ state });
  });
});

describe('a downtime that was certified', () => {
  /** Two hours on Tuesday. */
  const twoHours = ['2026-12-08 09:00', '2026-12-08 11:00'] as const;

  it.each([
    ['makes a decision timely that would have been late', '2026-12-10 10:59', 'BEFORE'],
    ['holds to its minute', '2026-12-10 11:00', 'ON'],
    ['leaves late what comes after it', '2026-12-10 11:01', 'AFTER'],
  ])('%s', async (_what, decidedAt, timing) => {
    const life = ownLife({}, [twoHours]);
    const dossierId = await life.accepted(START);
    expect(await life.finishAt(dossierId, decidedAt)).toEqual([timing, timing]);
    expect(await life.due(dossierId)).toBe('2026-12-10 11:00');
    expect(life.faults(dossierId)).toEqual([]);
  });

  it.each([
    ['at night', '2026-12-08 17:00', '2026-12-09 07:30', DUE],
    ['over a weekend', '2026-12-04 17:00', '2026-12-07 07:30', DUE],
    ['that had begun before the clock', '2026-12-07 08:00', '2026-12-07 10:00', '2026-12-10 10:00'],
    ['that came after the due time', '2026-12-10 09:30', '2026-12-10 10:30', DUE],
  ])('costs only the working time of the limit: one %s', async (_when, from, to, dueAt) => {
    const life = ownLife({}, [[from, to]]);
    const dossierId = await life.accepted(START);
    expect(await life.finishAt(dossierId, '2026-12-11 16:00')).toEqual(['AFTER', 'AFTER']);
    expect(await life.due(dossierId)).toBe(dueAt);
  });

  it('counts once what it shares with a supplement', async () => {
    const life = ownLife();
    const dossierId = await life.accepted(START);
    await life.askAt(dossierId, '2026-12-08 08:00');
    await life.provideAt(dossierId, '2026-12-08 10:00');
    expect(await life.due(dossierId)).toBe('2026-12-10 11:00');
    await life.certify(twoHours, '2026-12-08 14:00');
    expect(await life.finishAt(dossierId, '2026-12-10 13:45')).toEqual(['BEFORE', 'BEFORE']);
    expect(await life.due(dossierId)).toBe('2026-12-10 14:00');
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('moves nothing by itself, and everything when it is looked at: it is certified afterwards', async () => {
    const life = ownLife();
    const dossierId = await life.accepted(START);
    await life.certify(twoHours, '2026-12-10 10:00');
    expect(await life.due(dossierId)).toBe(DUE);
    await life.sweep();
    expect([await life.due(dossierId), life.types(dossierId)]).toEqual(['2026-12-10 11:00', expect.arrayContaining(['dossier.due-moved'])]);
    expect(await life.finishAt(dossierId, '2026-12-10 10:59')).toEqual(['BEFORE', 'BEFORE']);
  });

  it('counts as it was corrected, and no more once it was withdrawn', async () => {
    const life = ownLife();
    const [corrected, withdrawn] = [await life.accepted(START), await life.accepted(START)];
    const id = await life.certify(['2026-12-08 09:00', '2026-12-08 16:00'], '2026-12-09 09:00');
    const second = await life.certify(twoHours, '2026-12-09 10:00', { id, to: local('2026-12-08 16:00') });
    expect(await life.finishAt(corrected, '2026-12-10 11:01')).toEqual(['AFTER', 'AFTER']);
    expect(await life.due(corrected)).toBe('2026-12-10 11:00');
    await life.certify(undefined, '2026-12-10 12:00', { id: second, to: local(twoHours[1]) });
    expect(await life.finishAt(withdrawn, '2026-12-10 14:00')).toEqual(['AFTER', 'AFTER']);
    expect(await life.due(withdrawn)).toBe(DUE);
  });

  it('stops a clock of hours as well', async () => {
    const life = ownLife(hours, [['2026-12-07 10:00', '2026-12-07 11:00']]);
    const dossierId = await life.accepted(START);
    expect(await life.due(dossierId)).toBe('2026-12-08 09:30');
    expect(await life.finishAt(dossierId, '2026-12-08 10:15')).toEqual(['BEFORE', 'BEFORE']);
    expect(await life.due(dossierId)).toBe('2026-12-08 10:30');
  });
});

describe('a due time that a leader has put off', () => {
  /** Signed on Wednesday, in time, to Monday. */
  const toMonday = ['2026-12-09 10:00', '2026-12-14 09:00'] as const;

  it.each([
    ['stands whatever stopped the clock before', ['2026-12-08 09:00', '2026-12-08 11:00'], '2026-12-14 09:00'],
    ['is moved by what stops the clock afterwards', ['2026-12-11 09:00', '2026-12-11 11:00'], '2026-12-14 11:00'],
  ] as const)('%s', async (_what, [askedAt, providedAt], dueAt) => {
    const life = ownLife();
    const dossierId = await life.accepted(START);
    const [signedAt, named] = toMonday;
    if (askedAt > signedAt) await life.extendAt(dossierId, signedAt, named);
    await life.askAt(dossierId, askedAt);
    await life.provideAt(dossierId, providedAt);
    if (askedAt < signedAt) expect(await life.extendAt(dossierId, signedAt, named)).toBe('IN_TIME');
    expect(await life.due(dossierId)).toBe(dueAt);
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('begins anew with a supplement where the rule is RESTART', async () => {
    const life = ownLife(restart);
    const dossierId = await life.accepted(START);
    await life.extendAt(dossierId, ...toMonday);
    await life.askAt(dossierId, '2026-12-11 09:00');
    await life.provideAt(dossierId, '2026-12-14 10:00');
    expect(await life.due(dossierId)).toBe('2026-12-17 10:00');
  });

  it('is moved by a downtime after the signature, certified when it seems to have passed', async () => {
    const life = ownLife();
    const dossierId = await life.accepted(START);
    await life.extendAt(dossierId, ...toMonday);
    await life.certify(['2026-12-10 14:00', '2026-12-10 15:00'], '2026-12-14 09:30');
    expect(await life.finishAt(dossierId, '2026-12-14 09:59')).toEqual(['BEFORE', 'BEFORE']);
    expect(await life.due(dossierId)).toBe('2026-12-14 10:00');
    expect(life.faults(dossierId)).toEqual([]);
  });

  it('leaves the dossier late when it was signed after the first had passed, however early it is done then', async () => {
    const life = ownLife();
    const dossierId = await life.accepted(START);
    expect(await life.extendAt(dossierId, '2026-12-11 10:00', '2026-12-15 09:00')).toBe('LATE');
    expect(await life.finishAt(dossierId, '2026-12-14 09:00')).toEqual(['BEFORE', 'AFTER']);
    expect(await life.due(dossierId)).toBe('2026-12-15 09:00');
  });
});

describe('a result', () => {
  it.each([
    ['the minute before its due time is early', '2026-12-10 08:59', 'BEFORE'],
    ['long before it as well', '2026-12-07 09:01', 'BEFORE'],
    ['in its due minute is on time', DUE, 'ON'],
    ['a minute after it is late, and is given all the same', '2026-12-10 09:01', 'AFTER'],
    ['weeks after it as well', '2027-01-15 09:00', 'AFTER'],
  ])('%s', async (_when, decidedAt, timing) => {
    const life = ownLife();
    const dossierId = await life.accepted(START);
    expect(await life.finishAt(dossierId, decidedAt)).toEqual([timing, timing]);
    expect(await life.own(dossierId)).toMatchObject({ state: 'processed', outcome: 'GRANTED' });
    expect((await life.citizen('readOwnResult', dossierId)).status).toBe(200);
  });
});
