import { localDay, minuteOfDay } from '../calendar/local-time.ts';

const digits = (n: number): string => String(n).padStart(2, '0');

/** An instant as the national synchronisation writes it: `yyyyMMddHHmmss` in Vietnam's time. */
export const nationalMoment = (at: string): string => {
  const date = new Date(at);
  const minute = Math.floor(minuteOfDay(date));
  return `${localDay(date).replaceAll('-', '')}${digits(Math.floor(minute / 60))}${digits(minute % 60)}${digits(date.getUTCSeconds())}`;
};
