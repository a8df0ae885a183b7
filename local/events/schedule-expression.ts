import { cronOccurrence, parseCron } from './cron.ts';

/** When a schedule is due; times are epoch milliseconds. Undefined: never. */
export type Occurrences = {
  after(time: number): number | undefined;
  atOrBefore(time: number): number | undefined;
};

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
/** Zones whose distance from UTC has not changed for decades; others would need their rules of summer time. */
const ZONE_MS: Readonly<Record<string, number>> = { UTC: 0, 'Etc/UTC': 0, 'Asia/Ho_Chi_Minh': 7 * 3_600_000 };

const every = (period: number, start: number): Occurrences => {
  const atOrBefore = (time: number) => (time < start + period ? undefined : start + Math.floor((time - start) / period) * period);
  return { atOrBefore, after: (time) => (atOrBefore(time) ?? start) + period };
};

/**
 * Reads `rate(n unit)`, `cron(…)` and `at(yyyy-mm-ddThh:mm:ss)`. Throws naming what is not implemented.
 * @param start of a rate: its first occurrence is one period later
 */
export const occurrencesOf = (expression: string, start: number, zone = 'UTC'): Occurrences => {
  const offset = ZONE_MS[zone];
  if (offset === undefined) throw new Error(`the local runtime does not implement the time zone ${zone}`);
  const [, kind, content = ''] = expression.match(/^(rate|cron|at)\((.*)\)$/) ?? [];
  if (kind === 'rate') {
    const [, count, unit = ''] = content.match(/^([1-9]\d*) (minute|hour|day)s?$/) ?? [];
    if (count === undefined) throw new Error(`"${expression}" is no rate`);
    return every(Number(count) * (UNIT_MS[unit] ?? 0), start);
  }
  if (kind === 'cron') {
    const cron = parseCron(content);
    return { after: (time) => cronOccurrence(cron, time, 1, offset), atOrBefore: (time) => cronOccurrence(cron, time, -1, offset) };
  }
  const once = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(content) ? Date.parse(`${content}Z`) - offset : Number.NaN;
  if (kind !== 'at' || Number.isNaN(once)) throw new Error(`the local runtime does not implement the schedule "${expression}"`);
  return { after: (time) => (time < once ? once : undefined), atOrBefore: (time) => (time >= once ? once : undefined) };
};

/** Leaves out what lies before `start` and after `end`. */
export const within = (occurrences: Occurrences, start: number | undefined, end: number | undefined): Occurrences => {
  const inside = (time: number | undefined) =>
    time === undefined || (start !== undefined && time < start) || (end !== undefined && time > end) ? undefined : time;
  return {
    after: (time) => inside(occurrences.after(Math.max(time, (start ?? time + 1) - 1))),
    atOrBefore: (time) => inside(occurrences.atOrBefore(Math.min(time, end ?? time))),
  };
};
