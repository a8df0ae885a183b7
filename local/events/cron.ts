/** `cron(minutes hours day-of-month month day-of-week year)` of EventBridge. Months 1-12, days of the week 1-7 from Sunday. */
export type Cron = {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
  /** Undefined for `?`. */
  readonly daysOfMonth: ReadonlySet<number> | undefined;
  readonly daysOfWeek: ReadonlySet<number> | undefined;
};

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const DAY_MS = 86_400_000;
/** No schedule looks further than this for its next day. */
const LONGEST_SEARCH_DAYS = 366 * 8;

const numbersOf = (field: string, least: number, most: number, names: readonly string[] = []): number[] => {
  const unknown = () => new Error(`the local runtime does not implement "${field}" in a cron expression`);
  const numberOf = (text: string): number => {
    const named = names.indexOf(text.toUpperCase());
    const value = named >= 0 ? named + 1 : /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw unknown();
    return value;
  };
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step = '1', ...more] = part.split('/');
    const [from = '', to, ...rest] = range === '*' ? [String(least), String(most)] : range.split('-');
    if (more.length > 0 || rest.length > 0 || !/^[1-9]\d*$/.test(step)) throw unknown();
    const first = numberOf(from);
    const last = to === undefined ? (part.includes('/') ? most : first) : numberOf(to);
    if (last < first) throw unknown();
    for (let value = first; value <= last; value += Number(step)) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
};

/** Throws naming what is wrong or not implemented (`L`, `W`, `#`). @param text the six fields */
export const parseCron = (text: string): Cron => {
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = '', ...more] = text.trim().split(/\s+/);
  if (year === '' || more.length > 0) throw new Error(`a cron expression has six fields, not "${text}"`);
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) throw new Error(`either the day of the month or that of the week is ?, not "${text}"`);
  return {
    minutes: numbersOf(minutes, 0, 59),
    hours: numbersOf(hours, 0, 23),
    months: new Set(numbersOf(month, 1, 12, MONTHS)),
    years: new Set(numbersOf(year, 1970, 2199)),
    daysOfMonth: dayOfMonth === '?' ? undefined : new Set(numbersOf(dayOfMonth, 1, 31)),
    daysOfWeek: dayOfWeek === '?' ? undefined : new Set(numbersOf(dayOfWeek, 1, 7, DAYS)),
  };
};

const includesDay = (cron: Cron, midnight: number): boolean => {
  const date = new Date(midnight);
  return (
    cron.years.has(date.getUTCFullYear()) &&
    cron.months.has(date.getUTCMonth() + 1) &&
    (cron.daysOfMonth?.has(date.getUTCDate()) ?? true) &&
    (cron.daysOfWeek?.has(date.getUTCDay() + 1) ?? true)
  );
};

const timesOfDay = (cron: Cron): number[] => cron.hours.flatMap((hour) => cron.minutes.map((minute) => (hour * 60 + minute) * 60_000));

/** The nearest occurrence after `time` (direction 1), or at or before it (-1), in a zone that is `offsetMs` ahead of UTC. Undefined: none within eight years. */
export const cronOccurrence = (cron: Cron, time: number, direction: 1 | -1, offsetMs = 0): number | undefined => {
  const local = time + offsetMs;
  const times = timesOfDay(cron);
  const today = Math.floor(local / DAY_MS) * DAY_MS;
  for (let days = 0; days <= LONGEST_SEARCH_DAYS; days++) {
    const midnight = today + direction * days * DAY_MS;
    if (!includesDay(cron, midnight)) continue;
    const found = direction > 0 ? times.find((at) => midnight + at > local) : times.findLast((at) => midnight + at <= local);
    if (found !== undefined) return midnight + found - offsetMs;
  }
  return undefined;
};
