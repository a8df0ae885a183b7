import { describe, expect, it } from 'vitest';
import { appointments, brief } from './appointment-bench.ts';
import type { OwnRules } from './own-procedure.ts';

/*
 * Each rule by which a limit is counted (domain notes, rules.md 1.5 and 1.6, README 2 and 8), asked of the public route for procedures of
 * the test's own. The commune receives in its office hours only, 07:30 to 11:30 and 13:30 to 17:00; the police on Saturday mornings too.
 */
type Case = readonly [why: string, rules: OwnRules, acceptedAt: string, dueAt: string];

const commune: OwnRules = { agency: 'commune' };
const police: OwnRules = { agency: 'police' };
const days = (amount: number): OwnRules => ({ limit: [amount, 'WORKING_DAY'] });
const hours = (amount: number): OwnRules => ({ limit: [amount, 'WORKING_HOUR'] });
const calendarDays = (amount: number): OwnRules => ({ limit: [amount, 'DAY'] });
const months = (amount: number): OwnRules => ({ limit: [amount, 'MONTH'] });
const cutOff = (effect: 'NONE' | 'SAME_DAY_BECOMES_NEXT' | 'START_NEXT_DAY', time = '15:00'): OwnRules => ({ cutOff: { time, effect } });

const rulings: Readonly<Record<string, readonly Case[]>> = {
  'the vectors of rules.md 1.6': [
    ['Wed 11 February and 5 days, over the Lunar New Year', days(5), '2026-02-11 09:00', '2026-02-25 09:00'],
    ['Fri 13 February and 3 days', days(3), '2026-02-13 09:00', '2026-02-25 09:00'],
    ['Fri 24 April and 3 days, with a compensatory day and two holidays', days(3), '2026-04-24 09:00', '2026-05-04 09:00'],
    ['Thu 20 August and 5 days, over a worked Saturday', days(5), '2026-08-20 09:00', '2026-08-26 09:00'],
    ['Wed 31 December 2025 and 3 days, with 2 January swapped off', days(3), '2025-12-31 09:00', '2026-01-07 09:00'],
  ],
  'office hours: what comes outside them is received at the next opening': [
    ['before they begin', { ...commune, ...days(1) }, '2026-11-16 05:00', '2026-11-17 07:30'],
    ['in their first minute', { ...commune, ...days(1) }, '2026-11-16 07:30', '2026-11-17 07:30'],
    ['in the last minute of the morning', { ...commune, ...days(1) }, '2026-11-16 11:29', '2026-11-17 11:29'],
    ['at noon', { ...commune, ...days(1) }, '2026-11-16 11:30', '2026-11-17 13:30'],
    ['in the last minute of the day', { ...commune, ...days(1) }, '2026-11-16 16:59', '2026-11-17 16:59'],
    ['at the close of business', { ...commune, ...days(1) }, '2026-11-16 17:00', '2026-11-18 07:30'],
    ['on a Saturday', { ...commune, ...days(1) }, '2026-11-14 09:00', '2026-11-17 07:30'],
    ['on a holiday', { ...commune, ...days(1) }, '2026-11-24 09:00', '2026-11-26 07:30'],
    ['on a Saturday that is worked', { ...commune, ...days(1) }, '2026-08-22 16:00', '2026-08-24 16:00'],
    ['on a day that is swapped off', { ...commune, ...days(1) }, '2026-08-31 09:00', '2026-09-04 07:30'],
    ['on a compensatory day', { ...commune, ...days(1) }, '2026-04-27 09:00', '2026-04-29 07:30'],
  ],
  'reception hours are no office hours: the police receive on Saturday mornings': [
    ['which is the day that is not counted', { ...police, ...days(1) }, '2026-11-14 09:00', '2026-11-16 09:00'],
    ['until half past eleven', { ...police, ...days(1) }, '2026-11-14 11:30', '2026-11-17 07:30'],
    ['but no work goes on then', { ...police, ...hours(1) }, '2026-11-14 09:00', '2026-11-16 08:30'],
    ['but it is no counting day', { ...police, ...days(1) }, '2026-11-13 09:00', '2026-11-16 09:00'],
    ['not on a Saturday that is a holiday', { ...police, ...days(1) }, '2027-05-01 09:00', '2027-05-05 07:30'],
    ['all day on one that is worked', { ...police, ...days(1) }, '2026-08-22 14:00', '2026-08-24 14:00'],
  ],
  'working days: the first is not counted, the last has the time of the start': [
    ['one', days(1), '2026-11-16 10:15', '2026-11-17 10:15'],
    ['over a weekend', days(3), '2026-11-19 10:15', '2026-11-25 10:15'],
    ['seven', days(7), '2026-12-01 10:15', '2026-12-10 10:15'],
    ['over the end of the year, with New Year off', days(2), '2026-12-31 10:15', '2027-01-05 10:15'],
    [
      'to the close of business, where that is the rule',
      { ...days(3), dueTime: 'CLOSE_OF_BUSINESS' },
      '2026-11-16 10:15',
      '2026-11-19 17:00',
    ],
  ],
  'none: the same working day, to its close': [
    ['in the morning', days(0), '2026-11-16 09:00', '2026-11-16 17:00'],
    ['in its last minute', days(0), '2026-11-16 16:59', '2026-11-16 17:00'],
    ['after it', days(0), '2026-11-16 17:00', '2026-11-17 17:00'],
    ['received on a Saturday: the first working day', { ...police, ...days(0) }, '2026-11-14 09:00', '2026-11-16 17:00'],
  ],
  'working hours: minutes of work, eight of them a day': [
    ['within a morning', hours(2), '2026-11-16 09:00', '2026-11-16 11:00'],
    ['over noon', hours(4), '2026-11-16 09:00', '2026-11-16 15:00'],
    ['to the end of a span, and not into the next', hours(1), '2026-11-16 10:30', '2026-11-16 11:30'],
    ['over the night: a day has seven and a half', hours(8), '2026-11-16 09:00', '2026-11-17 09:30'],
    ['over a weekend and a holiday', hours(8), '2026-11-20 16:00', '2026-11-23 16:30'],
    ['over Culture Day', hours(8), '2026-11-23 09:00', '2026-11-25 09:30'],
    ['on a worked Saturday', hours(8), '2026-08-21 09:00', '2026-08-22 09:30'],
  ],
  'days of the calendar: all count, an end on a day off runs on to the close of the next working day': [
    ['an end on a working day', calendarDays(10), '2026-11-16 09:00', '2026-11-26 09:00'],
    ['on a Saturday', calendarDays(12), '2026-11-16 09:00', '2026-11-30 17:00'],
    ['on a holiday', calendarDays(7), '2026-11-17 09:00', '2026-11-25 17:00'],
    ['in the Lunar New Year', calendarDays(10), '2026-02-06 09:00', '2026-02-23 17:00'],
    ['on a compensatory day', calendarDays(7), '2026-04-20 09:00', '2026-04-28 17:00'],
    ['on a day that is swapped off', calendarDays(7), '2026-08-24 09:00', '2026-09-03 17:00'],
    ['on a worked Saturday', calendarDays(10), '2026-08-12 09:00', '2026-08-22 09:00'],
    [
      'to the close of business, where that is the rule',
      { ...calendarDays(10), dueTime: 'CLOSE_OF_BUSINESS' },
      '2026-11-16 09:00',
      '2026-11-26 17:00',
    ],
  ],
  'months: to the day of the same number': [
    ['two', months(2), '2026-09-16 09:00', '2026-11-16 09:00'],
    ['into the next year', months(1), '2026-12-15 09:00', '2027-01-15 09:00'],
    ['to the last day of a month that has no such day, here a Saturday', months(1), '2026-01-30 09:00', '2026-03-02 17:00'],
    ['to one on a holiday', months(3), '2026-08-24 09:00', '2026-11-25 17:00'],
  ],
  'the cut-off NONE moves nothing': [
    ['of a day', { ...commune, ...days(3), ...cutOff('NONE') }, '2026-11-16 15:01', '2026-11-19 15:01'],
    ['of the same day', { ...commune, ...days(0), ...cutOff('NONE') }, '2026-11-16 15:01', '2026-11-16 17:00'],
    ['of hours', { ...commune, ...hours(1), ...cutOff('NONE') }, '2026-11-16 15:30', '2026-11-16 16:30'],
  ],
  'the cut-off SAME_DAY_BECOMES_NEXT moves a limit of the same day': [
    ['not at the cut-off', { ...commune, ...days(0), ...cutOff('SAME_DAY_BECOMES_NEXT') }, '2026-11-16 15:00', '2026-11-16 17:00'],
    ['by a second', { ...commune, ...days(0), ...cutOff('SAME_DAY_BECOMES_NEXT') }, '2026-11-16 15:00:01', '2026-11-17 17:00'],
    ['over a holiday', { ...commune, ...days(0), ...cutOff('SAME_DAY_BECOMES_NEXT') }, '2026-11-23 15:01', '2026-11-25 17:00'],
    [
      'not what comes at night, before the next',
      { ...commune, ...days(0), ...cutOff('SAME_DAY_BECOMES_NEXT') },
      '2026-11-16 18:00',
      '2026-11-17 17:00',
    ],
    ['and no limit of days', { ...commune, ...days(3), ...cutOff('SAME_DAY_BECOMES_NEXT') }, '2026-11-16 15:01', '2026-11-19 15:01'],
    ['and none of hours', { ...commune, ...hours(1), ...cutOff('SAME_DAY_BECOMES_NEXT') }, '2026-11-16 15:30', '2026-11-16 16:30'],
    [
      'at the time that the procedure names',
      { ...commune, ...days(0), ...cutOff('SAME_DAY_BECOMES_NEXT', '10:00') },
      '2026-11-16 10:01',
      '2026-11-17 17:00',
    ],
  ],
  'the cut-off START_NEXT_DAY takes it for come on the next working day': [
    ['not at the cut-off', { ...commune, ...days(3), ...cutOff('START_NEXT_DAY') }, '2026-11-16 15:00', '2026-11-19 15:00'],
    ['by a minute', { ...commune, ...days(3), ...cutOff('START_NEXT_DAY') }, '2026-11-16 15:01', '2026-11-20 07:30'],
    ['on a Friday', { ...commune, ...days(0), ...cutOff('START_NEXT_DAY') }, '2026-11-20 16:00', '2026-11-23 17:00'],
    ['of hours', { ...commune, ...hours(2), ...cutOff('START_NEXT_DAY') }, '2026-11-16 15:30', '2026-11-17 09:30'],
    ['of days of the calendar', { ...commune, ...calendarDays(9), ...cutOff('START_NEXT_DAY') }, '2026-11-16 15:30', '2026-11-26 07:30'],
    ['of months', { ...commune, ...months(1), ...cutOff('START_NEXT_DAY') }, '2026-11-16 15:30', '2026-12-17 07:30'],
    ['once, for what comes at night', { ...commune, ...days(3), ...cutOff('START_NEXT_DAY') }, '2026-11-16 18:00', '2026-11-20 07:30'],
  ],
};

describe.each(Object.entries(rulings))('%s', (_rule, cases) => {
  it.each(cases)('%s', async (_why, rules, acceptedAt, dueAt) => {
    expect(await appointments(rules).due(acceptedAt)).toBe(dueAt);
  });
});

describe('who receives and who decides', () => {
  it('are two: the reception hours of the one, the working time of the other', async () => {
    const saturday = '2026-11-14 09:00';
    expect(await appointments(commune).of(saturday, { agency: 'police' })).toMatchObject({ startsAt: saturday, dueAt: '2026-11-18 09:00' });
    expect(await appointments(police).of(saturday, { agency: 'commune' })).toMatchObject({
      ...{ startsAt: '2026-11-16 07:30', dueAt: '2026-11-19 07:30' },
    });
  });
});

describe('clockStart', () => {
  const onPayment = appointments({ ...police, ...days(3), clockStart: 'FEE_PAID' });

  it('ACCEPTED leaves the payment out of it', async () => {
    const { startsAt, dueAt, steps } = await appointments({ ...police, ...days(3) }).of('2026-11-16 09:00', { paidAt: '2026-11-18 10:00' });
    expect([startsAt, dueAt, brief(steps)[1]]).toEqual(['2026-11-16 09:00', '2026-11-19 09:00', 'STARTED 11-16 FIRST_DAY_NOT_COUNTED']);
  });

  it('FEE_PAID has no appointment before the payment', async () => {
    expect(await onPayment.ask('2026-11-16 09:00')).toMatchObject({ status: 400, body: { errors: [{ pointer: '/query/paidAt' }] } });
  });

  it.each([
    ['counts from the payment', '2026-11-18 10:00', '2026-11-18 10:00', '2026-11-23 10:00'],
    ['from the acceptance where that is later', '2026-11-13 10:00', '2026-11-16 09:00', '2026-11-19 09:00'],
    ['from the next reception after a payment at night', '2026-11-18 22:00', '2026-11-19 07:30', '2026-11-25 07:30'],
  ])('FEE_PAID %s', async (_why, paidAt, startsAt, dueAt) => {
    const answer = await onPayment.of('2026-11-16 09:00', { paidAt });
    expect(answer).toMatchObject({ startsAt, dueAt });
    expect(answer.steps.find(({ step }) => step === 'PAID')?.rule).toBe('CLOCK_STARTS_ON_PAYMENT');
  });
});

describe('a date outside the years of the data', () => {
  it.each([
    ['an acceptance before them', days(1), '2024-12-31 09:00', '2024-12-31'],
    ['an acceptance after them', days(1), '2028-01-03 09:00', '2028-01-03'],
    ['working days that run out of them', days(3), '2027-12-30 09:00', '2028-01-01'],
    ['hours', hours(40), '2027-12-30 09:00', '2028-01-01'],
    ['days of the calendar', calendarDays(5), '2027-12-30 09:00', '2028-01-04'],
    ['months', months(13), '2026-12-15 09:00', '2028-01-15'],
    ['the next reception', days(0), '2027-12-31 18:00', '2028-01-01'],
    ['the day after the cut-off', { ...days(0), ...cutOff('START_NEXT_DAY') }, '2027-12-31 16:00', '2028-01-01'],
  ])('is an error and no guess: %s', async (_what, rules, acceptedAt, date) => {
    const { status, body } = await appointments(rules).ask(acceptedAt);
    expect([status, body['date']]).toEqual([422, date]);
    expect(body['type']).toMatch(/outside-calendar$/);
  });

  it('lets their last minute be counted', async () => {
    expect(await appointments(days(1)).due('2027-12-30 09:00')).toBe('2027-12-31 09:00');
    expect(await appointments(days(0)).due('2025-01-02 09:00')).toBe('2025-01-02 17:00');
  });
});
