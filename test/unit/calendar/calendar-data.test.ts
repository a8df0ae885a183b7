import { describe, expect, it } from 'vitest';
import agencies from '../../../catalogue/agencies.json' with { type: 'json' };
import newest from '../../../catalogue/calendars/vietnam-2026-11-23.json' with { type: 'json' };
import { AgencyHours } from '../../../functions/calendar/agency-hours.ts';
import { agencyTime } from '../../../functions/calendar/agency-time.ts';
import { Calendar } from '../../../functions/calendar/calendar.ts';
import { bundledCalendars, calendarOf, calendarsOf } from '../../../functions/calendar/calendars.ts';
import { addWorkingDays } from '../../../functions/calendar/working-time.ts';

const weekday = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay();
const isWeekend = (date: string) => [0, 6].includes(weekday(date));
const calendar = bundledCalendars.current;
const old = calendarOf(bundledCalendars, { calendarVersion: '2026-11-22' });

describe.each([calendar, old])('the calendar $version', ({ version, firstDay, lastDay, days, hours }) => {
  it('covers 2025 to 2027 and is named by its version', () => {
    expect([firstDay, lastDay]).toEqual(['2025-01-01', '2027-12-31']);
    expect(bundledCalendars.version(version)?.days).toBe(days);
  });

  it('names each day once, in order, inside its span', () => {
    const dates = days.map(({ date }) => date);
    expect(dates).toEqual([...new Set(dates)].sort());
    expect([(dates[0] ?? '') >= firstDay, (dates.at(-1) ?? '') <= lastDay]).toEqual([true, true]);
  });

  it('works only on Saturdays that make up for a day off, and swaps or makes up only for days that would be worked', () => {
    const odd = days.filter(({ date, kind }) => (kind === 'MAKEUP_WORK' ? weekday(date) !== 6 : kind !== 'HOLIDAY' && isWeekend(date)));
    expect(odd).toEqual([]);
  });

  it('has as many days swapped off as made up for', () => {
    const count = (kind: string) => days.filter((day) => day.kind === kind && day.enabled).length;
    expect(count('SWAP_OFF')).toBe(count('MAKEUP_WORK'));
  });

  it('says of every day where it comes from, and lets no proposal pass for more', () => {
    expect(days.filter(({ source, name }) => !source || !name.vi || !name.en)).toEqual([]);
    expect(days.filter(({ enabled, confidence }) => !enabled && confidence !== 'PROPOSED')).toEqual([]);
  });

  it('knows the hours of every agency of the catalogue', () => {
    for (const { agency } of agencies.offices) expect(hours, agency).toHaveProperty(agency);
  });
});

describe('the holidays of the Labour Code', () => {
  it.each([
    ['2025', 11],
    ['2026', 11],
    ['2027', 11],
  ])('are %s: eleven days, with a day off for each that falls on a weekend', (year, eleven) => {
    const mine = calendar.days.filter(({ date, enabled, source }) => enabled && date.startsWith(year) && !source.includes('Resolution 28'));
    const holidays = mine.filter(({ kind }) => kind === 'HOLIDAY');
    expect(holidays.length).toBe(eleven);
    expect(mine.filter(({ kind }) => kind === 'COMP_OFF').length).toBe(holidays.filter(({ date }) => isWeekend(date)).length);
  });
});

describe('a calendar that is malformed', () => {
  const day = newest.days[0];
  it.each([
    ['a day that is no date', { ...newest, days: [{ ...day, date: '2026-02-30' }] }],
    ['a day without a source', { ...newest, days: [{ ...day, source: undefined }] }],
    ['another zone', { ...newest, timeZone: 'Asia/Bangkok' }],
    ['no hours', { ...newest, hours: undefined }],
  ])('is refused: %s', (_what, data) => {
    expect(Calendar.safeParse(newest).success).toBe(true);
    expect(Calendar.safeParse(data).success).toBe(false);
  });

  it.each([
    [
      'overlapping spans',
      [
        { from: '07:30', to: '11:30' },
        { from: '11:00', to: '17:00' },
      ],
    ],
    ['a span that ends before it begins', [{ from: '17:00', to: '07:30' }]],
    ['an hour that no day has', [{ from: '07:30', to: '24:00' }]],
    ['no span', []],
  ])('is refused: %s', (_what, value) => {
    const { police } = newest.hours;
    expect(AgencyHours.safeParse(police).success).toBe(true);
    expect(AgencyHours.safeParse({ ...police, office: { ...police.office, value } }).success).toBe(false);
  });
});

describe('the calendar of a dossier', () => {
  it('is the one it was accepted under, whatever came later', () => {
    const due = (calendarVersion: string) =>
      addWorkingDays(agencyTime(calendarOf(bundledCalendars, { calendarVersion }), 'police'), '2026-11-23', 7);
    expect([due('2026-11-22'), due('2026-11-23')]).toEqual(['2026-12-02', '2026-12-03']);
  });

  it('does not exist before the acceptance, and is not lost quietly', () => {
    expect(() => calendarOf(bundledCalendars, {})).toThrow('only an accepted dossier has a calendar');
    const forgetful = calendarsOf(calendar, []);
    expect(() => calendarOf(forgetful, { calendarVersion: '2026-11-22' })).toThrow('the catalogue lost the calendar 2026-11-22');
  });

  /** A calendar under another name that knows other days, all of them off. */
  const other = (version: string, firstDay: string, lastDay: string, off: readonly string[]) => ({
    ...{ ...calendar, version, firstDay, lastDay },
    days: off.map((date) => ({
      ...{ date, kind: 'HOLIDAY' as const, name: { vi: 'Nghỉ', en: 'Off' }, enabled: true },
      ...{ confidence: 'low' as const, source: 'test' },
    })),
  });
  const first = other('2026-01-01', '2026-01-01', '2026-12-31', ['2026-12-30']);
  const second = other('2026-06-01', '2026-01-01', '2027-12-31', ['2026-12-29', '2027-01-04']);
  const third = other('2027-01-01', '2027-01-01', '2028-12-31', ['2027-01-05', '2028-01-03']);

  it('goes on with the days that newer ones know after its last one, each from the oldest that does', () => {
    const continued = calendarOf(calendarsOf(third, [second, first]), { calendarVersion: first.version });
    expect([continued.version, continued.firstDay, continued.lastDay]).toEqual([first.version, '2026-01-01', '2028-12-31']);
    expect(continued.days.map(({ date }) => date)).toEqual(['2026-12-30', '2027-01-04', '2028-01-03']);
    expect(calendarsOf(third, [second, first]).version(first.version)).toEqual(first);
  });

  it('ends where the next one leaves a day out, or only an older one goes further', () => {
    const late = other('2027-06-01', '2027-01-02', '2028-12-31', []);
    expect(calendarOf(calendarsOf(late, [first]), { calendarVersion: first.version })).toEqual(first);
    expect(calendarOf(calendarsOf(first, [second]), { calendarVersion: second.version })).toEqual(second);
  });

  it('keeps the hours that it knows of an agency, and learns those of others', () => {
    const { police, ...others } = calendar.hours;
    if (!police) throw new Error('the calendar knows the police');
    const older = { ...first, hours: { police: { ...police, outsideReception: { ...police.outsideReception, source: 'older' } } } };
    const { hours } = calendarOf(calendarsOf(second, [older]), { calendarVersion: older.version });
    expect(hours['police']?.outsideReception.source).toBe('older');
    expect(Object.keys(hours).sort()).toEqual(['police', ...Object.keys(others)].sort());
  });
});
