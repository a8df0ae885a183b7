import type { TimeLimit } from '../calendar/clock-rules.ts';
import { localDay, minuteOfDay } from '../calendar/local-time.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** `23/11/2026` in local time. */
export const dayText = (at: string): string => localDay(new Date(at)).split('-').reverse().join('/');

/** `09 giờ 05 phút, ngày 23/11/2026` in local time. */
export const momentText = (at: string): string => {
  const minute = Math.floor(minuteOfDay(new Date(at)));
  return `${two(Math.floor(minute / 60))} giờ ${two(minute % 60)} phút, ngày ${dayText(at)}`;
};

/** `ngày 23 tháng 11 năm 2026`, as a letter is dated. */
export const dateText = (at: string): string => {
  const [year, month, day] = localDay(new Date(at)).split('-');
  return `ngày ${day} tháng ${month} năm ${year}`;
};

/** `10.000 đồng`. */
export const moneyText = (amount: number): string => `${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')} đồng`;

const units: Readonly<Record<TimeLimit['unit'], string>> = {
  WORKING_HOUR: 'giờ làm việc',
  WORKING_DAY: 'ngày làm việc',
  DAY: 'ngày',
  MONTH: 'tháng',
};

export const limitText = ({ amount, unit }: TimeLimit): string => (amount === 0 ? 'trong ngày làm việc' : `${two(amount)} ${units[unit]}`);
