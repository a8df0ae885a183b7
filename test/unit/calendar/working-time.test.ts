import { describe, expect, it } from 'vitest';
import { agencyTime } from '../../../functions/calendar/agency-time.ts';
import { addMonths, localDay } from '../../../functions/calendar/local-time.ts';
import { OutsideCalendar } from '../../../functions/calendar/outside-calendar.ts';
import { vietnamCalendar } from '../../../functions/calendar/vietnam.ts';
import { addWorkingDays, addWorkingMinutes, startOfWork, workingMinutesBetween } from '../../../functions/calendar/working-time.ts';
import { commune, local, police, shown } from './calendar-bench.ts';

describe('adding working days', () => {
  it.each([
    ['2026-02-11', 5, '2026-02-25', 'over the Lunar New Year'],
    ['2026-02-13', 3, '2026-02-25', 'from the Friday before it'],
    ['2026-04-24', 3, '2026-05-04', 'over Hung Kings made up for, Reunification and Labour Day'],
    ['2026-08-20', 5, '2026-08-26', 'using the worked Saturday 22 August'],
    ['2025-12-31', 3, '2026-01-07', 'over New Year with 2 January off'],
  ])('vector of the domain notes: %s + %i = %s, %s', (day, count, expected) => {
    for (const time of [commune, police]) expect(addWorkingDays(time, day, count)).toBe(expected);
  });

  it.each([
    ['2026-11-16', 0, '2026-11-16', 'nothing added is the same day'],
    ['2026-11-28', 0, '2026-11-28', 'even a day off'],
    ['2026-11-20', 1, '2026-11-23', 'Friday to Monday'],
    ['2026-11-21', 1, '2026-11-23', 'Saturday to Monday'],
    ['2026-11-22', 1, '2026-11-23', 'Sunday to Monday'],
    ['2026-11-23', 1, '2026-11-25', 'over Culture Day'],
    ['2025-11-24', 0, '2025-11-24', 'Culture Day was worked before the resolution'],
    ['2025-11-21', 1, '2025-11-24', 'Culture Day was worked before the resolution'],
    ['2026-11-23', 7, '2026-12-03', 'the limit of permanent residence'],
    ['2026-01-09', 1, '2026-01-10', 'the worked Saturday 10 January'],
    ['2025-04-25', 1, '2025-04-26', 'the worked Saturday 26 April'],
    ['2025-04-29', 1, '2025-05-05', 'Reunification, Labour Day, swapped 2 May and the weekend'],
    ['2027-02-04', 1, '2027-02-12', 'the proposed Lunar New Year of 2027'],
    ['2027-04-29', 1, '2027-05-04', 'Labour Day on a Saturday'],
    ['2026-11-27', 1, '2026-11-30', 'a Saturday that somebody proposes to work is not worked'],
    ['2024-12-31', 0, '2024-12-31', 'adding nothing asks the calendar nothing'],
  ])('%s + %i = %s: %s', (day, count, expected) => {
    expect(addWorkingDays(police, day, count)).toBe(expected);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d days', (count) => {
    expect(() => addWorkingDays(police, '2026-11-23', count)).toThrow(RangeError);
  });

  it('takes one at a time what it takes together', () => {
    let day = '2026-01-28';
    for (let n = 1; n <= 60; n += 1) {
      day = addWorkingDays(police, day, 1);
      expect(day).toBe(addWorkingDays(police, '2026-01-28', n));
    }
  });
});

describe('a day outside the calendar', () => {
  it('is not guessed at either end', () => {
    expect(() => police.dayOf('2024-12-31')).toThrow(OutsideCalendar);
    expect(() => police.dayOf('2028-01-01')).toThrow(OutsideCalendar);
    expect([police.dayOf('2025-01-02').worked, police.dayOf('2027-12-31').worked]).toEqual([true, true]);
  });

  it('is named, with the calendar and its years', () => {
    expect(() => addWorkingDays(police, '2027-12-30', 2)).toThrow(
      '2028-01-01 lies outside the calendar 2026-11-23 (2025-01-01 to 2027-12-31)',
    );
  });

  it('ends a count of minutes that runs over the end', () => {
    expect(() => addWorkingMinutes(police, local('2027-12-31 16:00'), 61)).toThrow(OutsideCalendar);
    expect(shown(addWorkingMinutes(police, local('2027-12-31 16:00'), 60))).toBe('2027-12-31 17:00');
    expect(() => workingMinutesBetween(police, local('2027-12-31 16:00'), local('2028-01-01 08:00'))).toThrow(OutsideCalendar);
  });

  it('ends a start that lies before it', () => {
    expect(() => startOfWork(police, local('2024-12-31 09:00'))).toThrow(OutsideCalendar);
  });

  it('is refused in any year that a clock can show', () => {
    for (const at of ['0001-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '9999-12-31T23:59:59-18:00'])
      expect(() => startOfWork(police, new Date(at)), at).toThrow(OutsideCalendar);
  });
});

describe('the hours of an agency', () => {
  it('are never assumed', () => {
    expect(() => agencyTime(vietnamCalendar, 'customs')).toThrow('the calendar 2026-11-23 does not know the hours of customs');
    expect(() => agencyTime(vietnamCalendar, 'constructor')).toThrow('does not know the hours of constructor');
  });

  it('move the start of work and the length of a day', () => {
    const own = vietnamCalendar.hours['commune'];
    if (!own) throw new Error('the commune has hours');
    const office = { ...own.office, value: [{ from: '07:00', to: '11:30' }] };
    const mornings = agencyTime({ ...vietnamCalendar, hours: { mornings: { ...own, office } } }, 'mornings');
    expect(shown(startOfWork(mornings, local('2026-11-18 12:00')))).toBe('2026-11-19 07:00');
    expect(shown(addWorkingMinutes(mornings, local('2026-11-18 11:00'), 300))).toBe('2026-11-19 11:30');
  });
});

describe('the start of work', () => {
  it.each([
    ['2026-11-18 07:29', '2026-11-18 07:30', 'before the office opens'],
    ['2026-11-18 07:30', '2026-11-18 07:30', 'when it opens'],
    ['2026-11-18 11:29', '2026-11-18 11:29', 'the last minute of the morning'],
    ['2026-11-18 11:30', '2026-11-18 13:30', 'noon has begun'],
    ['2026-11-18 13:29', '2026-11-18 13:30', 'noon is nearly over'],
    ['2026-11-18 16:59', '2026-11-18 16:59', 'the last minute of the day'],
    ['2026-11-18 17:00', '2026-11-19 07:30', 'the office has closed'],
    ['2026-11-27 17:00', '2026-11-30 07:30', 'Friday evening'],
    ['2026-11-28 09:00', '2026-11-30 07:30', 'Saturday, also of the police, who only receive then'],
    ['2026-02-14 09:00', '2026-02-23 07:30', 'the weekend before the Lunar New Year'],
    ['2026-08-22 09:00', '2026-08-22 09:00', 'the worked Saturday'],
    ['2026-08-22 14:00', '2026-08-22 14:00', 'its afternoon'],
    ['2026-08-31 09:00', '2026-09-03 07:30', 'the swapped Monday and National Day'],
    ['2026-11-23 17:00', '2026-11-25 07:30', 'the evening before Culture Day'],
    ['2026-11-18 00:00', '2026-11-18 07:30', 'local midnight, which is the day before in UTC'],
  ])('%s is %s: %s', (at, expected) => {
    for (const time of [commune, police]) expect(shown(startOfWork(time, local(at)))).toBe(expected);
  });
});

describe('adding working minutes', () => {
  it.each([
    ['2026-11-18 09:00', 480, '2026-11-19 09:30', '8 working hours; a day of these hours has 450 minutes'],
    ['2026-11-18 09:00', 150, '2026-11-18 11:30', 'to the very end of the morning'],
    ['2026-11-18 09:00', 151, '2026-11-18 13:31', 'one minute into the afternoon'],
    ['2026-11-18 12:00', 1, '2026-11-18 13:31', 'from noon'],
    ['2026-11-27 16:30', 60, '2026-11-30 08:00', 'over the weekend'],
    ['2026-11-28 09:00', 480, '2026-12-01 08:00', 'from a Saturday'],
    ['2026-02-13 16:00', 120, '2026-02-23 08:30', 'over the Lunar New Year'],
    ['2026-11-18 09:00', 0, '2026-11-18 09:00', 'nothing'],
    ['2026-11-18 20:00', 0, '2026-11-19 07:30', 'nothing, from the evening'],
  ])('%s + %i minutes = %s: %s', (at, minutes, expected) => {
    expect(shown(addWorkingMinutes(commune, local(at), minutes))).toBe(expected);
  });

  it('keeps the seconds of the start, also over the end of a span', () => {
    expect(addWorkingMinutes(commune, new Date('2026-11-18T02:00:30.250Z'), 30).toISOString()).toBe('2026-11-18T02:30:30.250Z');
    expect(addWorkingMinutes(commune, new Date('2026-11-18T04:29:30.250Z'), 1).toISOString()).toBe('2026-11-18T06:30:30.250Z');
  });

  it('adds up, and is undone by measuring', () => {
    const start = local('2026-04-24 08:00');
    const together = addWorkingMinutes(commune, start, 900);
    expect(addWorkingMinutes(commune, addWorkingMinutes(commune, start, 400), 500)).toEqual(together);
    expect(workingMinutesBetween(commune, start, together)).toBe(900);
  });
});

describe('working time between two moments', () => {
  it.each([
    ['2026-11-18 09:00', '2026-11-18 10:00', 60],
    ['2026-11-18 11:00', '2026-11-18 14:00', 60],
    ['2026-11-18 18:00', '2026-11-19 07:30', 0],
    ['2026-11-20 16:00', '2026-11-23 08:30', 120],
    ['2026-11-28 07:30', '2026-11-28 11:30', 0],
    ['2026-11-18 10:00', '2026-11-18 09:00', 0],
  ])('%s to %s is %i minutes', (from, to, expected) => {
    expect(workingMinutesBetween(police, local(from), local(to))).toBe(expected);
  });
});

describe('local days', () => {
  it('begin at 17:00 UTC', () => {
    expect([localDay(new Date('2026-11-23T16:59:59.999Z')), localDay(new Date('2026-11-23T17:00:00.000Z'))]).toEqual([
      '2026-11-23',
      '2026-11-24',
    ]);
  });

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2027-01-29', 1, '2027-02-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-08-31', 1, '2026-09-30'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2028-01-31', 1, '2028-02-29'],
  ])('%s and %i months are %s: the last day of a month stands for one that it lacks', (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected);
  });
});
