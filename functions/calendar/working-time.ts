import type { AgencyDay, AgencyTime, Minutes } from './agency-time.ts';
import { addDays, atMinute, dayAfter, localDay, MINUTE_MS, minuteOfDay } from './local-time.ts';

/*
 * Counting worked days and worked minutes of an agency. Sources: Civil Code 2015, Articles 147 and 148; Labour Code 2019,
 * Articles 111 and 112; Resolution 28/2026/QH16. Everything here throws OutsideCalendar rather than go where there are no data.
 */

/** The first moment from `at` on that lies in a span of a day's. */
export const firstMoment = (time: AgencyTime, at: Date, spansOf: (day: AgencyDay) => readonly Minutes[]): Date => {
  let day = localDay(at);
  let minute = minuteOfDay(at);
  for (;;) {
    const now = minute;
    const span = spansOf(time.dayOf(day)).find(({ to }) => now < to);
    if (span) return minute >= span.from ? at : atMinute(day, span.from);
    day = dayAfter(day);
    minute = -1;
  }
};

/** `at` when it is worked time, else the start of the next worked span. */
export const startOfWork = (time: AgencyTime, at: Date): Date => firstMoment(time, at, ({ office }) => office);

/** Whether work goes on at `at`, or has just ended: the close of business is still worked time to whoever is named a due time. */
export const isWorked = (time: AgencyTime, at: Date): boolean => {
  const minute = minuteOfDay(at);
  return time.dayOf(localDay(at)).office.some(({ from, to }) => from <= minute && minute <= to);
};

/** The moment `ms` later, whatever the hour; from there on to worked time, so that somebody is there until whom there is time. */
export const putOff = (time: AgencyTime, at: Date, ms: number): Date => {
  if (ms === 0) return at;
  const later = new Date(at.getTime() + ms);
  return isWorked(time, later) ? later : startOfWork(time, later);
};

/** The first working day after `day`. */
export const nextWorkingDay = (time: AgencyTime, day: string): string => {
  let next = dayAfter(day);
  while (!time.dayOf(next).worked) next = dayAfter(next);
  return next;
};

/** The last working day before `day`. */
export const workingDayBefore = (time: AgencyTime, day: string): string => {
  let before = addDays(day, -1);
  while (!time.dayOf(before).worked) before = addDays(before, -1);
  return before;
};

/** The working day that lies `count` working days after `day`; `day` itself is not counted. */
export const addWorkingDays = (time: AgencyTime, day: string, count: number): string => {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`a number of working days is a whole number, not ${count}`);
  let result = day;
  for (let left = count; left > 0; left -= 1) result = nextWorkingDay(time, result);
  return result;
};

/** The moment that lies `minutes` worked minutes after `at`; a count that ends with a span ends there, not where the next begins. */
export const addWorkingMinutes = (time: AgencyTime, at: Date, minutes: number): Date => {
  let now = startOfWork(time, at);
  let left = minutes * MINUTE_MS;
  for (;;) {
    const day = localDay(now);
    const minute = minuteOfDay(now);
    const span = time.dayOf(day).office.find(({ from, to }) => minute >= from && minute < to);
    if (!span) throw new Error('work starts inside a span of the office hours');
    const end = atMinute(day, span.to);
    const here = end.getTime() - now.getTime();
    if (left <= here) return new Date(now.getTime() + left);
    left -= here;
    now = startOfWork(time, end);
  }
};

/**
 * The earliest moment from which only `minutes` worked minutes are left until `at`: where a count reaches the begin of a span it goes
 * back to the end of the one before, so that it is the moment at which all the time before it is used up.
 */
export const subtractWorkingMinutes = (time: AgencyTime, at: Date, minutes: number): Date => {
  let left = minutes * MINUTE_MS;
  for (let day = localDay(at); ; day = addDays(day, -1))
    for (const span of time.dayOf(day).office.toReversed()) {
      const end = Math.min(atMinute(day, span.to).getTime(), at.getTime());
      const here = Math.max(0, end - atMinute(day, span.from).getTime());
      if (left < here) return new Date(end - left);
      left -= here;
    }
};

/** Worked minutes from `from` to `to`; 0 when there are none or `to` lies before. */
export const workingMinutesBetween = (time: AgencyTime, from: Date, to: Date): number => {
  let ms = 0;
  if (to <= from) return 0;
  for (let day = localDay(from); atMinute(day, 0) < to; day = dayAfter(day))
    for (const span of time.dayOf(day).office) {
      const begin = Math.max(atMinute(day, span.from).getTime(), from.getTime());
      const end = Math.min(atMinute(day, span.to).getTime(), to.getTime());
      ms += Math.max(0, end - begin);
    }
  return ms / MINUTE_MS;
};
