import type { AgencyTime } from './agency-time.ts';
import type { ClockRules, TimeLimit } from './clock-rules.ts';
import type { StartOfClock } from './clock-start.ts';
import { byLaw, bySetting, type ClockStep, counted, proposedFor, skipped } from './clock-step.ts';
import { addDays, addMonths, atMinute, dayAfter, localDay, minuteOfDay } from './local-time.ts';
import { addWorkingDays, addWorkingMinutes, nextWorkingDay, workingMinutesBetween } from './working-time.ts';

export type DueTime = { readonly dueAt: Date; readonly steps: readonly ClockStep[] };

type Ending = Pick<ClockRules, 'dueTime'>;
type Start = Pick<StartOfClock, 'at' | 'sameDayIsOver'>;

const closeOf = (time: AgencyTime, day: string): Date => atMinute(day, time.dayOf(day).office.at(-1)?.to ?? 0);

const started = (time: AgencyTime, at: Date, rule: 'FIRST_DAY_NOT_COUNTED' | 'SAME_WORKING_DAY' | 'FROM_THIS_MINUTE'): ClockStep => ({
  ...{ step: 'STARTED', day: localDay(at), at: at.toISOString() },
  ...{ ...byLaw(rule), ...proposedFor(time, localDay(at)) },
});

const ended = (dueAt: Date, rest: Pick<ClockStep, 'rule' | 'confidence' | 'source'>): ClockStep => ({
  ...{ step: 'ENDED', day: localDay(dueAt), at: dueAt.toISOString() },
  ...rest,
});

/** The last day's time: the start's minute, never after the close of business, or the close of business. */
const lastMoment = (time: AgencyTime, day: string, at: Date, { dueTime }: Ending): DueTime => {
  const close = closeOf(time, day);
  const sameTime = atMinute(day, Math.floor(minuteOfDay(at)));
  const isSame = dueTime.value === 'SAME_TIME' && sameTime <= close;
  const dueAt = isSame ? sameTime : close;
  return { dueAt, steps: [ended(dueAt, bySetting(isSame ? 'SAME_TIME_OF_DAY' : 'CLOSE_OF_BUSINESS', dueTime))] };
};

const sameDay = (time: AgencyTime, { at, sameDayIsOver }: Start): DueTime => {
  const first = localDay(at);
  const isFirst = !sameDayIsOver && time.dayOf(first).worked;
  const day = isFirst ? first : nextWorkingDay(time, first);
  const dueAt = closeOf(time, day);
  const off = isFirst ? [] : skipped(time, sameDayIsOver ? dayAfter(first) : first, day);
  return {
    dueAt,
    steps: [started(time, at, 'SAME_WORKING_DAY'), ...off, { ...ended(dueAt, byLaw('SAME_WORKING_DAY')), ...proposedFor(time, day) }],
  };
};

const afterWorkingDays = (time: AgencyTime, { at }: Start, amount: number, ending: Ending): DueTime => {
  const steps: ClockStep[] = [started(time, at, 'FIRST_DAY_NOT_COUNTED')];
  let day = localDay(at);
  for (let count = 1; count <= amount; count += 1) {
    const next = addWorkingDays(time, day, 1);
    steps.push(...skipped(time, dayAfter(day), next), counted(time, next, { ...byLaw('WORKING_DAY'), count }));
    day = next;
  }
  const last = lastMoment(time, day, at, ending);
  return { dueAt: last.dueAt, steps: [...steps, ...last.steps] };
};

const afterWorkingHours = (time: AgencyTime, { at }: Start, hours: number): DueTime => {
  const dueAt = addWorkingMinutes(time, at, hours * 60);
  const steps: ClockStep[] = [started(time, at, 'FROM_THIS_MINUTE')];
  const last = localDay(dueAt);
  for (let day = localDay(at); day <= last; day = dayAfter(day)) {
    const next = atMinute(dayAfter(day), 0);
    const from = atMinute(day, 0);
    const minutes = workingMinutesBetween(time, from > at ? from : at, next < dueAt ? next : dueAt);
    if (minutes > 0) steps.push(counted(time, day, { ...byLaw('WORKING_TIME'), minutes }));
    else steps.push(...skipped(time, day, dayAfter(day)));
  }
  return { dueAt, steps: [...steps, ended(dueAt, byLaw('TIME_USED_UP'))] };
};

/** Days of the year or months: every day counts, and an end on a day off runs on to the end of the next working day. */
const afterDays = (time: AgencyTime, { at }: Start, { amount, unit }: TimeLimit, ending: Ending): DueTime => {
  const first = localDay(at);
  const last = unit === 'MONTH' ? addMonths(first, amount) : addDays(first, amount);
  const { worked } = time.dayOf(last);
  const count = counted(time, last, { ...byLaw(unit === 'MONTH' ? 'MONTHS' : 'CALENDAR_DAYS'), count: amount });
  const steps = [started(time, at, 'FIRST_DAY_NOT_COUNTED'), count];
  if (worked) {
    const end = lastMoment(time, last, at, ending);
    return { dueAt: end.dueAt, steps: [...steps, ...end.steps] };
  }
  const day = nextWorkingDay(time, last);
  const dueAt = closeOf(time, day);
  return {
    dueAt,
    steps: [...steps, ...skipped(time, last, day), { ...ended(dueAt, byLaw('NEXT_WORKING_DAY')), ...proposedFor(time, day) }],
  };
};

/** When a limit that started at `start` ends for the agency that decides, and each step to it. @throws OutsideCalendar */
export const dueTime = (time: AgencyTime, limit: TimeLimit, start: Start, ending: Ending): DueTime => {
  switch (limit.unit) {
    case 'WORKING_HOUR':
      return afterWorkingHours(time, start, limit.amount);
    case 'WORKING_DAY':
      return limit.amount === 0 ? sameDay(time, start) : afterWorkingDays(time, start, limit.amount, ending);
    case 'DAY':
    case 'MONTH':
      return afterDays(time, start, limit, ending);
  }
};
