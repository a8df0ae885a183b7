import { describe, expect, it } from 'vitest';
import { Calendar, OutsideCalendar } from '../../../functions/calendar/calendar.ts';
import { vietnamCalendar as calendar } from '../../../functions/calendar/vietnam.ts';
import {
  addWorkingDays,
  addWorkingMinutes,
  dueAfterWorkingDays,
  isWorkingDay,
  localDay,
  startOfWork,
} from '../../../functions/calendar/working-time.ts';

/** A moment in Viet Nam, `2026-11-23 09:00`. */
const local = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00.000+07:00`);
const shown = (at: Date): string => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

describe('adding working days', () => {
  it.each([
    ['2026-02-11', 5, '2026-02-25', 'over the Lunar New Year'],
    ['2026-02-13', 3, '2026-02-25', 'from the Friday before it'],
    ['2026-04-24', 3, '2026-05-04', 'over Hung Kings made up for, Reunification and Labour Day'],
    ['2026-08-20', 5, '2026-08-26', 'using the worked Saturday 22 August'],
    ['2025-12-31', 3, '2026-01-07', 'over New Year with 2 January off'],
  ])('vector of the domain notes: %s + %i = %s, %s', (day, count, expected) => {
    expect(addWorkingDays(calendar, day, count)).toBe(expected);
  });

  it.each([
    ['2026-11-23', 0, '2026-11-23', 'nothing added is the same day'],
    ['2026-11-28', 0, '2026-11-28', 'even a day off'],
    ['2026-11-20', 1, '2026-11-23', 'Friday to Monday'],
    ['2026-11-21', 1, '2026-11-23', 'Saturday to Monday'],
    ['2026-11-22', 1, '2026-11-23', 'Sunday to Monday'],
    ['2026-11-23', 7, '2026-12-02', 'the limit of permanent residence'],
    ['2026-01-09', 1, '2026-01-10', 'the worked Saturday 10 January'],
    ['2025-04-25', 1, '2025-04-26', 'the worked Saturday 26 April'],
    ['2025-04-29', 1, '2025-05-05', 'Reunification, Labour Day, swapped 2 May and the weekend'],
    ['2027-02-04', 1, '2027-02-12', 'the proposed Lunar New Year of 2027'],
    ['2027-04-29', 1, '2027-05-04', 'Labour Day on a Saturday'],
    ['2024-12-31', 0, '2024-12-31', 'adding nothing asks the calendar nothing'],
  ])('%s + %i = %s: %s', (day, count, expected) => {
    expect(addWorkingDays(calendar, day, count)).toBe(expected);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d days', (count) => {
    expect(() => addWorkingDays(calendar, '2026-11-23', count)).toThrow(RangeError);
  });

  it('takes one at a time what it takes together', () => {
    let day = '2026-01-28';
    for (let n = 1; n <= 60; n += 1) {
      day = addWorkingDays(calendar, day, 1);
      expect(day).toBe(addWorkingDays(calendar, '2026-01-28', n));
    }
  });
});

describe('a day outside the calendar', () => {
  it('is not guessed at either end', () => {
    expect(() => isWorkingDay(calendar, '2024-12-31')).toThrow(OutsideCalendar);
    expect(() => isWorkingDay(calendar, '2028-01-01')).toThrow(OutsideCalendar);
    expect(isWorkingDay(calendar, '2025-01-02')).toBe(true);
    expect(isWorkingDay(calendar, '2027-12-31')).toBe(true);
  });

  it('ends a count that runs over the end', () => {
    expect(() => addWorkingDays(calendar, '2027-12-30', 2)).toThrow('2028-01-01 lies outside the calendar');
  });

  it('ends a count of minutes that runs over the end', () => {
    expect(() => addWorkingMinutes(calendar, local('2027-12-31 16:00'), 61)).toThrow(OutsideCalendar);
    expect(shown(addWorkingMinutes(calendar, local('2027-12-31 16:00'), 60))).toBe('2027-12-31 17:00');
  });

  it('ends a start that lies before it', () => {
    expect(() => startOfWork(calendar, local('2024-12-31 09:00'))).toThrow(OutsideCalendar);
  });
});

describe('the start of work', () => {
  it.each([
    ['2026-11-23 07:29', '2026-11-23 07:30', 'before the office opens'],
    ['2026-11-23 07:30', '2026-11-23 07:30', 'when it opens'],
    ['2026-11-23 11:29', '2026-11-23 11:29', 'the last minute of the morning'],
    ['2026-11-23 11:30', '2026-11-23 13:30', 'noon has begun'],
    ['2026-11-23 13:29', '2026-11-23 13:30', 'noon is nearly over'],
    ['2026-11-23 16:59', '2026-11-23 16:59', 'the last minute of the day'],
    ['2026-11-23 17:00', '2026-11-24 07:30', 'the office has closed'],
    ['2026-11-27 17:00', '2026-11-30 07:30', 'Friday evening'],
    ['2026-11-28 09:00', '2026-11-30 07:30', 'Saturday'],
    ['2026-02-14 09:00', '2026-02-23 07:30', 'the weekend before the Lunar New Year'],
    ['2026-08-22 09:00', '2026-08-22 09:00', 'the worked Saturday'],
    ['2026-08-31 09:00', '2026-09-03 07:30', 'the swapped Monday and National Day'],
    ['2026-11-23 00:00', '2026-11-23 07:30', 'local midnight, which is the day before in UTC'],
  ])('%s is %s: %s', (at, expected) => {
    expect(shown(startOfWork(calendar, local(at)))).toBe(expected);
  });

  it('obeys the hours of the office', () => {
    const hours = [{ from: 420, to: 690 }];
    expect(shown(startOfWork(calendar, local('2026-11-23 12:00'), hours))).toBe('2026-11-24 07:00');
  });
});

describe('adding working minutes', () => {
  it.each([
    ['2026-11-23 09:00', 480, '2026-11-24 09:30', '8 working hours; a day of these hours has 450 minutes'],
    ['2026-11-23 09:00', 150, '2026-11-23 11:30', 'to the very end of the morning'],
    ['2026-11-23 09:00', 151, '2026-11-23 13:31', 'one minute into the afternoon'],
    ['2026-11-23 12:00', 1, '2026-11-23 13:31', 'from noon'],
    ['2026-11-27 16:30', 60, '2026-11-30 08:00', 'over the weekend'],
    ['2026-11-28 09:00', 480, '2026-12-01 08:00', 'from a Saturday'],
    ['2026-02-13 16:00', 120, '2026-02-23 08:30', 'over the Lunar New Year'],
    ['2026-11-23 09:00', 0, '2026-11-23 09:00', 'nothing'],
    ['2026-11-23 20:00', 0, '2026-11-24 07:30', 'nothing, from the evening'],
  ])('%s + %i minutes = %s: %s', (at, minutes, expected) => {
    expect(shown(addWorkingMinutes(calendar, local(at), minutes))).toBe(expected);
  });

  it('keeps the seconds of the start', () => {
    expect(addWorkingMinutes(calendar, new Date('2026-11-23T02:00:30.250Z'), 30).toISOString()).toBe('2026-11-23T02:30:30.250Z');
  });

  it('adds up', () => {
    const start = local('2026-04-24 08:00');
    const together = addWorkingMinutes(calendar, start, 900);
    expect(addWorkingMinutes(calendar, addWorkingMinutes(calendar, start, 400), 500)).toEqual(together);
  });
});

describe('a limit in working days', () => {
  it.each([
    ['2026-11-23 09:00', 7, '2026-12-02 09:00', 'the same time of day'],
    ['2026-11-23 12:15', 3, '2026-11-26 13:30', 'accepted at noon: from the afternoon'],
    ['2026-11-23 17:00', 3, '2026-11-27 07:30', 'accepted after hours: from the next morning'],
    ['2026-11-28 09:00', 1, '2026-12-01 07:30', 'accepted on a Saturday'],
    ['2026-02-13 15:00', 3, '2026-02-25 15:00', 'over the Lunar New Year'],
  ])('accepted %s, %i days: due %s, %s', (at, days, expected) => {
    expect(shown(dueAfterWorkingDays(calendar, local(at), days))).toBe(expected);
  });
});

describe('the calendar of the catalogue', () => {
  it('names each day once, in order, inside its span', () => {
    const dates = calendar.days.map(({ date }) => date);
    expect(dates).toEqual([...new Set(dates)].sort());
    expect([(dates[0] ?? '') >= calendar.firstDay, (dates.at(-1) ?? '') <= calendar.lastDay]).toEqual([true, true]);
  });

  it('works only on Saturdays that make up for a day off, and takes off only days that would be worked', () => {
    const weekday = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay();
    const odd = calendar.days.filter(({ date, kind }) => (kind === 'MAKEUP_WORK' ? weekday(date) !== 6 : [0, 6].includes(weekday(date))));
    expect(odd).toEqual([]);
  });

  it('has as many days swapped off as made up for', () => {
    const count = (kind: string) => calendar.days.filter((day) => day.kind === kind).length;
    expect(count('SWAP_OFF')).toBe(count('MAKEUP_WORK'));
  });

  it('is local: a day begins at 17:00 UTC', () => {
    expect([localDay(new Date('2026-11-23T16:59:59.999Z')), localDay(new Date('2026-11-23T17:00:00.000Z'))]).toEqual([
      '2026-11-23',
      '2026-11-24',
    ]);
  });

  it('is refused with a day that is no date', () => {
    expect(
      Calendar.safeParse({ ...calendar, days: [{ date: '2026-02-30', kind: 'HOLIDAY', name: 'x', confidence: 'high' }] }).success,
    ).toBe(false);
  });
});
