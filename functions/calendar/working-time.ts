import { type Calendar, OutsideCalendar } from './calendar.ts';

/*
 * Working time in Viet Nam (UTC+7 all year, no daylight saving). Sources: Civil Code 2015, Articles 147 and 148 (the first day is
 * not counted; a period that ends on a day off ends at the end of the next working day); Labour Code 2019, Articles 111 and 112.
 * Days are `YYYY-MM-DD` in local time; times of day are minutes after local midnight.
 */
const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** Office hours of an agency: worked spans of a day, in minutes after midnight, ascending. */
export type OfficeHours = readonly { readonly from: number; readonly to: number }[];

/** 07:30-11:30 and 13:30-17:00: the usual hours; an agency may have others (domain notes, rules.md 1.5). */
const usualOfficeHours: OfficeHours = [
  { from: 450, to: 690 },
  { from: 810, to: 1020 },
];

export const localDay = (at: Date): string => new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 10);

const minuteOfDay = (at: Date): number => Math.floor(((at.getTime() + OFFSET_MS) % DAY_MS) / 60_000);

const atMinute = (day: string, minute: number): Date => new Date(Date.parse(`${day}T00:00:00.000Z`) - OFFSET_MS + minute * 60_000);

const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00.000Z`) + DAY_MS).toISOString().slice(0, 10);

/** Whether `day` is worked. @throws OutsideCalendar for a day the calendar does not cover */
export const isWorkingDay = (calendar: Calendar, day: string): boolean => {
  if (day < calendar.firstDay || day > calendar.lastDay) throw new OutsideCalendar(day, calendar);
  const special = calendar.days.find(({ date }) => date === day);
  if (special) return special.kind === 'MAKEUP_WORK';
  const weekday = new Date(`${day}T00:00:00.000Z`).getUTCDay();
  return weekday >= 1 && weekday <= 5;
};

const nextWorkingDay = (calendar: Calendar, day: string): string => {
  let next = dayAfter(day);
  while (!isWorkingDay(calendar, next)) next = dayAfter(next);
  return next;
};

/** The working day that lies `count` working days after `day`; `day` itself is not counted. @throws OutsideCalendar */
export const addWorkingDays = (calendar: Calendar, day: string, count: number): string => {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`a number of working days is a whole number, not ${count}`);
  let result = day;
  for (let left = count; left > 0; left -= 1) result = nextWorkingDay(calendar, result);
  return result;
};

/** `at` when it is worked time, else the start of the next worked span. @throws OutsideCalendar */
export const startOfWork = (calendar: Calendar, at: Date, hours: OfficeHours = usualOfficeHours): Date => {
  const day = localDay(at);
  const minute = minuteOfDay(at);
  if (isWorkingDay(calendar, day)) {
    const span = hours.find(({ to }) => minute < to);
    if (span) return minute >= span.from ? at : atMinute(day, span.from);
  }
  return atMinute(nextWorkingDay(calendar, day), hours[0]?.from ?? 0);
};

/** The moment that lies `minutes` worked minutes after `at`. @throws OutsideCalendar */
export const addWorkingMinutes = (calendar: Calendar, at: Date, minutes: number, hours: OfficeHours = usualOfficeHours): Date => {
  let now = startOfWork(calendar, at, hours);
  let left = minutes;
  for (;;) {
    const minute = minuteOfDay(now);
    const span = hours.find(({ from, to }) => minute >= from && minute < to);
    if (!span) throw new Error('work starts inside a span of the office hours');
    const here = span.to - minute;
    if (left <= here) return new Date(now.getTime() + left * 60_000);
    left -= here;
    now = startOfWork(calendar, atMinute(localDay(now), span.to), hours);
  }
};

/** The due time of a limit counted in working days: the same time of day as the start, at the latest the close of business. */
export const dueAfterWorkingDays = (calendar: Calendar, acceptedAt: Date, days: number, hours: OfficeHours = usualOfficeHours): Date => {
  const start = startOfWork(calendar, acceptedAt, hours);
  return atMinute(addWorkingDays(calendar, localDay(start), days), minuteOfDay(start));
};
