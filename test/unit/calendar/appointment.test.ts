import { describe, expect, it } from 'vitest';
import { agencyTime } from '../../../functions/calendar/agency-time.ts';
import { appointmentOf } from '../../../functions/calendar/appointment.ts';
import type { TimeLimit } from '../../../functions/calendar/clock-rules.ts';
import { vietnamCalendar } from '../../../functions/calendar/vietnam.ts';
import { clockFor, commune, days, hours, local, police, type RuleValues, shown } from './calendar-bench.ts';

type Extra = NonNullable<Parameters<typeof clockFor>[2]>;
const dueOf = (time: typeof police, limit: TimeLimit, at: string, extra: Extra = {}): string => {
  const appointment = appointmentOf(clockFor(time, limit, extra), { acceptedAt: local(at) });
  return appointment ? shown(appointment.dueAt) : 'not started';
};

describe('the vectors of the domain notes (rules.md 1.6), accepted at 09:00', () => {
  it.each([
    ['Wed 11 February + 5', '2026-02-11', 5, '2026-02-25'],
    ['Fri 13 February + 3', '2026-02-13', 3, '2026-02-25'],
    ['Fri 24 April + 3', '2026-04-24', 3, '2026-05-04'],
    ['Thu 20 August + 5, over the worked Saturday', '2026-08-20', 5, '2026-08-26'],
    ['Wed 31 December 2025 + 3, with 2 January off', '2025-12-31', 3, '2026-01-07'],
  ])('%s', (_name, day, count, expected) => {
    for (const time of [commune, police]) expect(dueOf(time, days(count), `${day} 09:00`)).toBe(`${expected} 09:00`);
  });
});

describe('a limit in working days', () => {
  it.each([
    ['2026-11-16 09:00', 7, '2026-11-26 09:00', 'the same time of day, over Culture Day'],
    ['2026-11-16 12:15', 3, '2026-11-19 13:30', 'accepted at noon: from the afternoon'],
    ['2026-11-16 17:00', 3, '2026-11-20 07:30', 'accepted after hours: from the next morning'],
    ['2026-11-28 09:00', 1, '2026-12-01 07:30', 'accepted on a Saturday: from Monday'],
    ['2026-02-13 15:00', 3, '2026-02-25 15:00', 'over the Lunar New Year'],
    ['2026-08-22 16:00', 1, '2026-08-24 16:00', 'accepted on the worked Saturday'],
  ])('of the commune, accepted %s, %i days: due %s, %s', (at, count, expected) => {
    expect(dueOf(commune, days(count), at)).toBe(expected);
  });

  it.each([
    ['2026-11-28 09:00', 1, '2026-11-30 09:00', 'accepted on a Saturday morning: that is the day which is not counted'],
    ['2026-11-28 07:30', 7, '2026-12-08 07:30', 'the first minute of it'],
    ['2026-11-28 11:29', 1, '2026-11-30 11:29', 'the last minute of it'],
    ['2026-11-28 11:30', 1, '2026-12-01 07:30', 'when the morning is over: from Monday'],
    ['2026-11-28 06:00', 1, '2026-12-01 07:30', 'outside reception on a day off: from the next working day'],
    ['2026-11-27 18:00', 1, '2026-12-01 07:30', 'Friday evening: from the next working day'],
    ['2026-11-29 09:00', 1, '2026-12-01 07:30', 'Sunday: from Monday'],
    ['2027-05-01 09:00', 1, '2027-05-05 07:30', 'a holiday that falls on a Saturday: no reception'],
    ['2027-02-06 09:00', 1, '2027-02-15 07:30', 'the Lunar New Year on a Saturday'],
    ['2026-08-22 14:00', 1, '2026-08-24 14:00', 'the worked Saturday is received all day'],
  ])('of the police, accepted %s, %i days: due %s, %s', (at, count, expected) => {
    expect(dueOf(police, days(count), at)).toBe(expected);
  });

  it('counts from the next reception where that is the rule', () => {
    const own = vietnamCalendar.hours['police'];
    if (!own) throw new Error('the police have hours');
    const eager = { ...own, outsideReception: { ...own.outsideReception, value: 'NEXT_RECEPTION' as const } };
    const time = agencyTime({ ...vietnamCalendar, hours: { eager } }, 'eager');
    expect(dueOf(time, days(1), '2026-11-27 18:00')).toBe('2026-11-30 07:30');
    expect(dueOf(time, days(1), '2026-11-28 12:00')).toBe('2026-12-01 07:30');
  });

  it('takes the reception hours of the counter and the working days of the agency that decides', () => {
    expect(dueOf(commune, days(1), '2026-11-28 09:00', { receiving: police })).toBe('2026-11-30 09:00');
    expect(dueOf(police, days(1), '2026-11-28 09:00', { receiving: commune })).toBe('2026-12-01 07:30');
  });

  it('ends with the close of business where that is the rule', () => {
    expect(dueOf(police, days(3), '2026-11-16 09:00', { dueTime: 'CLOSE_OF_BUSINESS' })).toBe('2026-11-19 17:00');
  });
});

describe('the cut-off', () => {
  const none: RuleValues = { cutOff: { time: '15:00', effect: 'NONE' } };
  const becomesNext: RuleValues = { cutOff: { time: '15:00', effect: 'SAME_DAY_BECOMES_NEXT' } };
  const startNext: RuleValues = { cutOff: { time: '15:00', effect: 'START_NEXT_DAY' } };

  it.each([
    ['NONE', none, 0, '2026-11-20 15:01', '2026-11-20 17:00'],
    ['NONE', none, 3, '2026-11-20 15:01', '2026-11-26 15:01'],
    ['SAME_DAY_BECOMES_NEXT', becomesNext, 0, '2026-11-20 15:00', '2026-11-20 17:00'],
    ['SAME_DAY_BECOMES_NEXT', becomesNext, 0, '2026-11-20 15:01', '2026-11-23 17:00'],
    ['SAME_DAY_BECOMES_NEXT', becomesNext, 0, '2026-11-23 15:01', '2026-11-25 17:00'],
    ['SAME_DAY_BECOMES_NEXT', becomesNext, 3, '2026-11-20 15:01', '2026-11-26 15:01'],
    ['SAME_DAY_BECOMES_NEXT after hours: the next morning is before it', becomesNext, 0, '2026-11-18 18:00', '2026-11-19 17:00'],
    ['START_NEXT_DAY', startNext, 3, '2026-11-18 15:00', '2026-11-23 15:00'],
    ['START_NEXT_DAY', startNext, 3, '2026-11-18 15:01', '2026-11-25 07:30'],
    ['START_NEXT_DAY on a Friday', startNext, 0, '2026-11-20 16:00', '2026-11-23 17:00'],
    ['START_NEXT_DAY after hours counts no day twice', startNext, 0, '2026-11-18 18:00', '2026-11-19 17:00'],
  ])('%s', (_name, extra, count, at, expected) => {
    expect(dueOf(commune, days(count), at, extra)).toBe(expected);
  });

  it('is passed by a second', () => {
    const at = (text: string) => appointmentOf(clockFor(commune, days(0), becomesNext), { acceptedAt: new Date(text) })?.dueAt;
    expect(at('2026-11-18T15:00:00+07:00')).toEqual(local('2026-11-18 17:00'));
    expect(at('2026-11-18T15:00:01+07:00')).toEqual(local('2026-11-19 17:00'));
  });

  it('moves a limit in hours to the next morning when it counts from the next day', () => {
    expect(dueOf(commune, hours(2), '2026-11-18 15:30', startNext)).toBe('2026-11-19 09:30');
    expect(dueOf(commune, hours(2), '2026-11-18 15:30', becomesNext)).toBe('2026-11-19 08:00');
  });
});

describe('the same working day', () => {
  it.each([
    ['2026-11-28 09:00', '2026-11-30 17:00', 'received on a Saturday morning, due on the first working day'],
    ['2026-11-16 07:00', '2026-11-16 17:00', 'before the office opens'],
    ['2026-08-22 16:59', '2026-08-22 17:00', 'on a worked Saturday'],
  ])('accepted by the police %s: due %s, %s', (at, expected) => {
    expect(dueOf(police, days(0), at)).toBe(expected);
  });
});

describe('a limit in hours of work', () => {
  it.each([
    ['2026-11-16 09:00', 8, '2026-11-17 09:30'],
    ['2026-11-28 09:00', 8, '2026-12-01 08:00'],
    ['2026-11-16 09:00', 2.5, '2026-11-16 11:30'],
  ])('accepted by the police %s, %d hours: due %s', (at, amount, expected) => {
    expect(dueOf(police, hours(amount), at)).toBe(expected);
  });
});

describe('a limit in days of the year', () => {
  const limit = (amount: number): TimeLimit => ({ amount, unit: 'DAY' });
  it.each([
    ['2026-11-16 09:00', 10, '2026-11-26 09:00', 'days off inside it count'],
    ['2026-11-16 09:00', 12, '2026-11-30 17:00', 'an end on a Saturday runs to the end of Monday, also of the police'],
    ['2026-11-17 09:00', 7, '2026-11-25 17:00', 'an end on a holiday'],
    ['2026-02-06 09:00', 10, '2026-02-23 17:00', 'an end in the Lunar New Year'],
    ['2026-08-12 09:00', 10, '2026-08-22 09:00', 'an end on a worked Saturday stays'],
    ['2026-11-16 18:00', 2, '2026-11-19 07:30', 'accepted after hours'],
  ])('accepted by the police %s, %i days: due %s, %s', (at, amount, expected) => {
    expect(dueOf(police, limit(amount), at)).toBe(expected);
  });
});

describe('a limit in months', () => {
  const limit = (amount: number): TimeLimit => ({ amount, unit: 'MONTH' });
  it.each([
    ['2026-01-30 09:00', 1, '2026-03-02 17:00', 'no 30 February: its last day, a Saturday'],
    ['2025-10-31 09:00', 4, '2026-03-02 17:00', 'four months, the same'],
    ['2026-08-24 09:00', 3, '2026-11-25 17:00', 'an end on Culture Day'],
    ['2026-09-16 09:00', 2, '2026-11-16 09:00', 'the corresponding day'],
    ['2026-12-15 09:00', 1, '2027-01-15 09:00', 'over the year'],
  ])('accepted by the police %s, %i months: due %s, %s', (at, amount, expected) => {
    expect(dueOf(police, limit(amount), at)).toBe(expected);
  });
});

describe('a clock that starts when the fee is paid', () => {
  const clock = clockFor(police, days(3), { clockStart: 'FEE_PAID' });
  const due = (acceptedAt: string, paidAt?: string) => {
    const appointment = appointmentOf(clock, { acceptedAt: local(acceptedAt), paidAt: paidAt ? local(paidAt) : undefined });
    return appointment && [shown(appointment.startsAt), shown(appointment.dueAt)];
  };

  it('does not run before', () => {
    expect(due('2026-11-16 09:00')).toBeUndefined();
  });

  it('runs from the payment, or from the acceptance when that comes later', () => {
    expect(due('2026-11-16 09:00', '2026-11-18 10:00')).toEqual(['2026-11-18 10:00', '2026-11-23 10:00']);
    expect(due('2026-11-16 09:00', '2026-11-14 10:00')).toEqual(['2026-11-16 09:00', '2026-11-19 09:00']);
    expect(due('2026-11-16 09:00', '2026-11-18 22:00')).toEqual(['2026-11-19 07:30', '2026-11-25 07:30']);
  });
});

describe('the reasoning', () => {
  const stepsOf = (time: typeof police, limit: TimeLimit, at: string, extra: Extra = {}) =>
    appointmentOf(clockFor(time, limit, extra), { acceptedAt: local(at) })?.steps ?? [];
  const brief = (steps: ReturnType<typeof stepsOf>) => steps.map(({ step, day, rule }) => `${step} ${day} ${rule}`);

  it('tells every day, counted or skipped', () => {
    expect(brief(stepsOf(police, days(3), '2026-11-28 09:00'))).toEqual([
      'RECEIVED 2026-11-28 IN_RECEPTION_HOURS',
      'STARTED 2026-11-28 FIRST_DAY_NOT_COUNTED',
      'SKIPPED 2026-11-29 WEEKLY_DAY_OFF',
      'COUNTED 2026-11-30 WORKING_DAY',
      'COUNTED 2026-12-01 WORKING_DAY',
      'COUNTED 2026-12-02 WORKING_DAY',
      'ENDED 2026-12-02 SAME_TIME_OF_DAY',
    ]);
    expect(brief(stepsOf(commune, days(1), '2026-11-28 09:00'))).toEqual([
      'RECEIVED 2026-11-28 OUTSIDE_RECEPTION_HOURS',
      'SKIPPED 2026-11-28 WEEKLY_DAY_OFF',
      'SKIPPED 2026-11-29 WEEKLY_DAY_OFF',
      'STARTED 2026-11-30 FIRST_DAY_NOT_COUNTED',
      'COUNTED 2026-12-01 WORKING_DAY',
      'ENDED 2026-12-01 SAME_TIME_OF_DAY',
    ]);
  });

  it('names the holiday, its law, and a proposal that nobody decided', () => {
    const steps = stepsOf(police, days(2), '2026-11-20 09:00');
    expect(steps.find(({ day }) => day === '2026-11-24')).toMatchObject({
      ...{ step: 'SKIPPED', rule: 'HOLIDAY', name: { vi: 'Ngày Văn hóa Việt Nam' }, confidence: 'high' },
      source: expect.stringContaining('28/2026/QH16'),
    });
    expect(steps.find(({ day }) => day === '2026-11-23')).toMatchObject({ step: 'COUNTED', count: 1, undecided: { kind: 'SWAP_OFF' } });
  });

  it('shows hours day by day, and the days over which an end runs on', () => {
    expect(stepsOf(police, hours(8), '2026-11-20 16:00').flatMap(({ day, minutes }) => (minutes ? [[day, minutes]] : []))).toEqual([
      ['2026-11-20', 60],
      ['2026-11-23', 420],
    ]);
    expect(brief(stepsOf(police, { amount: 1, unit: 'MONTH' }, '2026-10-28 09:00')).slice(1)).toEqual([
      'STARTED 2026-10-28 FIRST_DAY_NOT_COUNTED',
      'COUNTED 2026-11-28 MONTHS',
      'SKIPPED 2026-11-28 WEEKLY_DAY_OFF',
      'SKIPPED 2026-11-29 WEEKLY_DAY_OFF',
      'ENDED 2026-11-30 NEXT_WORKING_DAY',
    ]);
  });

  it('says what the cut-off did', () => {
    const cutOff = { time: '15:00', effect: 'START_NEXT_DAY' } as const;
    expect(brief(stepsOf(commune, days(1), '2026-11-20 16:00', { cutOff })).slice(0, 5)).toEqual([
      'RECEIVED 2026-11-20 IN_RECEPTION_HOURS',
      'CUT_OFF 2026-11-20 START_NEXT_DAY',
      'SKIPPED 2026-11-21 WEEKLY_DAY_OFF',
      'SKIPPED 2026-11-22 WEEKLY_DAY_OFF',
      'STARTED 2026-11-23 FIRST_DAY_NOT_COUNTED',
    ]);
  });
});
