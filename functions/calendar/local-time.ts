/*
 * Viet Nam's clock: UTC+7 all year, no daylight saving. A day is `YYYY-MM-DD` in local time; times of day are minutes after local
 * midnight, with a fraction where an instant lies between two minutes.
 */
const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

export const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;
export type Weekday = (typeof weekdays)[number];

const utcMidnight = (day: string): number => Date.parse(`${day}T00:00:00.000Z`);
const dayOfUtc = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The local day of an instant. A year of more than four digits gives a text that lies before every day of a calendar. */
export const localDay = (at: Date): string => dayOfUtc(at.getTime() + OFFSET_MS);

export const minuteOfDay = (at: Date): number => ((at.getTime() + OFFSET_MS) % DAY_MS) / MINUTE_MS;

/** The instant of a local day's minute; 1,440 is the midnight that ends it. */
export const atMinute = (day: string, minute: number): Date => new Date(utcMidnight(day) - OFFSET_MS + minute * MINUTE_MS);

export const addDays = (day: string, count: number): string => dayOfUtc(utcMidnight(day) + count * DAY_MS);

export const dayAfter = (day: string): string => addDays(day, 1);

export const weekdayOf = (day: string): Weekday => weekdays[new Date(utcMidnight(day)).getUTCDay()] ?? 'SUN';

/** The corresponding day `count` months on; the last day of a month that has none (Civil Code 2015, Article 148(3)). */
export const addMonths = (day: string, count: number): string => {
  const from = new Date(utcMidnight(day));
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + count];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return dayOfUtc(Date.UTC(year, month, Math.min(from.getUTCDate(), last)));
};
