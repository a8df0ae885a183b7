import type { Calendar } from '../../functions/calendar/calendar.ts';

/*
 * A slow reckoning of due times, to hold the product's against: it knows no working days to add and no spans to subtract, it walks
 * over a tape with one cell per minute of the calendar. Local dates and weekdays come from the platform's own time zone data.
 */

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

type Hours = Calendar['hours'][string];
type Span = { readonly from: string; readonly to: string };

/** One cell per minute from the calendar's first local midnight: whether the office works and whether it receives. */
export type Tape = {
  readonly startMs: number;
  readonly length: number;
  readonly office: Uint8Array;
  readonly reception: Uint8Array;
  /** Per day: whether it is worked, and its date. */
  readonly worked: Uint8Array;
  readonly dates: readonly string[];
};

/** The walk came to the end of the tape. */
export class OffTheTape extends Error {}

const zone = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short' });
const weekdayIn = new Intl.DateTimeFormat('en-US', { timeZone: 'Asia/Ho_Chi_Minh', weekday: 'short' });

const minuteOf = (time: string): number => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
};

const ink = (cells: Uint8Array, day: number, spans: readonly Span[]): void => {
  for (const { from, to } of spans) cells.fill(1, day * DAY_MINUTES + minuteOf(from), day * DAY_MINUTES + minuteOf(to));
};

export const tapeOf = (calendar: Calendar, { countingDays, office, reception }: Hours): Tape => {
  const startMs = new Date(`${calendar.firstDay}T00:00:00+07:00`).getTime();
  const dates: string[] = [];
  for (let ms = startMs; dates.at(-1) !== calendar.lastDay; ms += DAY_MINUTES * MINUTE_MS) dates.push(zone.format(ms));
  const length = dates.length * DAY_MINUTES;
  const tape = { startMs, length, office: new Uint8Array(length), reception: new Uint8Array(length), worked: new Uint8Array(dates.length) };
  const kinds = Object.fromEntries(calendar.days.filter(({ enabled }) => enabled).map(({ date, kind }) => [date, kind]));
  for (const [day, date] of dates.entries()) {
    const kind = kinds[date];
    const weekday = weekdayIn.format(startMs + day * DAY_MINUTES * MINUTE_MS).toUpperCase();
    const isCounting = countingDays.value.some((one) => one === weekday);
    if (kind === 'MAKEUP_WORK' || (!kind && isCounting)) {
      tape.worked[day] = 1;
      ink(tape.office, day, office.value);
      ink(tape.reception, day, reception.value.workingDays);
    } else if (!kind) {
      const spans = Object.entries(reception.value.otherDays).find(([name]) => name === weekday)?.[1];
      ink(tape.reception, day, spans ?? []);
    }
  }
  return { ...tape, dates };
};

export type Case = {
  readonly deciding: Tape;
  readonly receiving: Tape;
  readonly outside: Hours['outsideReception']['value'];
  readonly cutOff: { readonly time: string; readonly effect: 'NONE' | 'SAME_DAY_BECOMES_NEXT' | 'START_NEXT_DAY' };
  readonly closesWith: 'SAME_TIME' | 'CLOSE_OF_BUSINESS';
  readonly limit: { readonly amount: number; readonly unit: 'WORKING_HOUR' | 'WORKING_DAY' | 'DAY' | 'MONTH' };
  /** Minutes of the tape. */
  readonly acceptedAt: number;
  /** Times in which the clock stands still, as minutes of the tape; `to` no longer belongs to one. */
  readonly pauses: readonly { readonly from: number; readonly to: number }[];
};

const dayOf = (minute: number): number => Math.floor(minute / DAY_MINUTES);

/** Walks on from a minute until the test holds. */
const walk = (tape: Tape, from: number, until: (minute: number) => boolean): number => {
  for (let minute = from; minute < tape.length; minute += 1) if (until(minute)) return minute;
  throw new OffTheTape();
};

const received = ({ receiving, outside, acceptedAt }: Case): number => {
  if (acceptedAt < 0 || acceptedAt >= receiving.length) throw new OffTheTape();
  if (receiving.reception[acceptedAt]) return acceptedAt;
  const counts = (minute: number) => outside === 'NEXT_RECEPTION' || receiving.worked[dayOf(minute)] === 1;
  return walk(receiving, acceptedAt, (minute) => receiving.reception[minute] === 1 && counts(minute));
};

/** The minute after the last worked one of a day. */
const close = ({ office }: Tape, day: number): number => {
  let minute = (day + 1) * DAY_MINUTES;
  while (!office[minute - 1]) minute -= 1;
  return minute;
};

const nextWorked = (tape: Tape, day: number): number =>
  dayOf(walk(tape, (day + 1) * DAY_MINUTES, (minute) => tape.worked[dayOf(minute)] === 1));

/** Counts midnights until the month's number has changed so often and the day of the month is there, or the month is over. */
const monthsLater = ({ dates }: Tape, day: number, months: number): number => {
  const dayOfMonth = dates[day]?.slice(8) ?? '';
  let changes = 0;
  for (let next = day + 1; next < dates.length; next += 1) {
    const date = dates[next] ?? '';
    if (date.slice(0, 7) !== dates[next - 1]?.slice(0, 7)) changes += 1;
    if (changes > months) return next - 1;
    if (changes === months && date.slice(8) === dayOfMonth) return next;
  }
  // The tape ends with December, which has every day of the month.
  throw new OffTheTape();
};

const lastMinute = (one: Case, day: number, start: number): number => {
  const end = close(one.deciding, day);
  if (one.closesWith === 'CLOSE_OF_BUSINESS') return end;
  return Math.min(end, day * DAY_MINUTES + (start % DAY_MINUTES));
};

const firstDue = (one: Case, start: number, sameDayIsOver: boolean): number => {
  const { deciding, limit } = one;
  switch (limit.unit) {
    case 'WORKING_HOUR': {
      let left = limit.amount * 60;
      return (
        walk(deciding, start, (minute) => {
          left -= deciding.office[minute] ?? 0;
          return left === 0;
        }) + 1
      );
    }
    case 'WORKING_DAY': {
      if (limit.amount === 0) {
        const day = dayOf(start);
        return close(deciding, !sameDayIsOver && deciding.worked[day] ? day : nextWorked(deciding, day));
      }
      let left = limit.amount;
      const midnight = walk(deciding, start + 1, (minute) => {
        if (minute % DAY_MINUTES === 0) left -= deciding.worked[dayOf(minute)] ?? 0;
        return left === 0;
      });
      return lastMinute(one, dayOf(midnight), start);
    }
    case 'DAY':
    case 'MONTH': {
      const day = limit.unit === 'DAY' ? dayOf(start) + limit.amount : monthsLater(deciding, dayOf(start), limit.amount);
      if (day >= deciding.dates.length) throw new OffTheTape();
      return deciding.worked[day] ? lastMinute(one, day, start) : close(deciding, nextWorked(deciding, day));
    }
  }
};

/** The end after one more minute of a pause: a worked minute after the start moves it by the next worked minute. */
const putOff = ({ deciding }: Case, minute: number, start: number, due: number): number => {
  if (minute >= deciding.length) throw new OffTheTape();
  if (minute < start || !deciding.office[minute]) return due;
  return walk(deciding, due, (next) => deciding.office[next] === 1) + 1;
};

/** The minute at which the clock starts, and the one at which it would end without a pause. @throws OffTheTape */
const span = (one: Case): { readonly start: number; readonly due: number } => {
  const { receiving, cutOff } = one;
  const first = received(one);
  const isLate = first % DAY_MINUTES > minuteOf(cutOff.time);
  const isNextDay = isLate && cutOff.effect === 'START_NEXT_DAY';
  const start = isNextDay
    ? walk(receiving, nextWorked(receiving, dayOf(first)) * DAY_MINUTES, (minute) => receiving.reception[minute] === 1)
    : first;
  return { start, due: firstDue(one, start, isLate && cutOff.effect === 'SAME_DAY_BECOMES_NEXT') };
};

/** The minute of the tape at which a case is due. @throws OffTheTape */
export const dueByMinutes = (one: Case): number => {
  const { pauses } = one;
  const { start, due: unpaused } = span(one);
  let due = unpaused;

  // Each worked minute in a pause that began in time puts the end off by one worked minute.
  const inOrder = pauses.toSorted((a, b) => a.from - b.from);
  let pausedTo = 0;
  let next = 0;
  for (let minute = 0; next < inOrder.length || minute < pausedTo; minute += 1) {
    const wasPaused = minute < pausedTo;
    if (wasPaused) due = putOff(one, minute, start, due);
    else minute = inOrder[next]?.from ?? minute;
    for (; inOrder[next]?.from === minute; next += 1) if (minute < due) pausedTo = Math.max(pausedTo, inOrder[next]?.to ?? 0);
    if (!wasPaused && minute < pausedTo) due = putOff(one, minute, start, due);
  }
  return due;
};

const worked = ({ office }: Tape, from: number, to: number): number => {
  let minutes = 0;
  for (let minute = from; minute < to; minute += 1) minutes += office[minute] ?? 0;
  return minutes;
};

/** The first minute from which no more than `minutes` worked ones lie before `end`. */
const leftBefore = ({ office }: Tape, end: number, minutes: number): number => {
  let left = 0;
  let minute = end;
  while (left + (office[minute - 1] ?? 0) <= minutes) {
    if (minute === 0) throw new OffTheTape();
    minute -= 1;
    left += office[minute] ?? 0;
  }
  return minute;
};

/**
 * Kind and minute of each of a case's milestones before its due time, in their order: 70 and 90 % of the worked minutes without the
 * pauses, and two worked hours before the same time of the working day before, where there are two days at all. @throws OffTheTape
 */
export const milestonesByMinutes = (one: Case): readonly (readonly [kind: string, minute: number])[] => {
  const { deciding } = one;
  const { start, due: unpaused } = span(one);
  const work = worked(deciding, start, unpaused);
  const due = dueByMinutes(one);
  const dayMinutes = worked(deciding, dayOf(due) * DAY_MINUTES, (dayOf(due) + 1) * DAY_MINUTES);
  const found: [string, number][] = [
    ['escalation-70', leftBefore(deciding, due, Math.floor(work * 0.3 + 1e-9))],
    ['escalation-90', leftBefore(deciding, due, Math.floor(work * 0.1 + 1e-9))],
  ];
  if (work >= 2 * dayMinutes) {
    let end = due - DAY_MINUTES;
    while (!deciding.worked[dayOf(end)]) {
      if (end < 0) throw new OffTheTape();
      end -= DAY_MINUTES;
    }
    found.push(['apology', leftBefore(deciding, end, 120)]);
  }
  return found.filter(([, minute]) => minute > start && minute < due).sort(([, a], [, b]) => a - b);
};

export const minuteAt = (tape: Tape, at: Date): number => (at.getTime() - tape.startMs) / MINUTE_MS;
export const instantOf = (tape: Tape, minute: number): Date => new Date(tape.startMs + minute * MINUTE_MS);
