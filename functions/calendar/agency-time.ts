import { minuteOf, type Spans } from './agency-hours.ts';
import type { Calendar, SpecialDay } from './calendar.ts';
import { weekdayOf } from './local-time.ts';
import { OutsideCalendar } from './outside-calendar.ts';

/** A span of a day in minutes after local midnight; `to` no longer belongs to it. */
export type Minutes = { readonly from: number; readonly to: number };

/** Why a day is not worked, or what somebody proposed for it. */
export type DayReason = Pick<SpecialDay, 'name' | 'confidence' | 'source'> & { readonly kind: SpecialDay['kind'] | 'WEEKLY_DAY_OFF' };

/** What an agency does on one day. `off` says why the day is not worked. */
export type AgencyDay = {
  readonly worked: boolean;
  readonly office: readonly Minutes[];
  readonly reception: readonly Minutes[];
  readonly off?: DayReason;
  readonly undecided?: DayReason;
};

/** The time of one agency by one calendar. */
export type AgencyTime = {
  readonly calendar: Calendar;
  readonly hours: Calendar['hours'][string];
  /** @throws OutsideCalendar for a day that the calendar does not cover */
  dayOf(day: string): AgencyDay;
};

const WEEKEND = { vi: 'Ngày nghỉ hằng tuần', en: 'Weekly day off' };

const inMinutes = (spans: Spans): Minutes[] => spans.map(({ from, to }) => ({ from: minuteOf(from), to: minuteOf(to) }));
const reasonOf = ({ kind, name, confidence, source }: SpecialDay): DayReason => ({ kind, name, confidence, source });

/** The time of an agency. @throws when the calendar does not know its hours: none are assumed */
export const agencyTime = (calendar: Calendar, agency: string): AgencyTime => {
  const hours = Object.hasOwn(calendar.hours, agency) ? calendar.hours[agency] : undefined;
  if (!hours) throw new Error(`the calendar ${calendar.version} does not know the hours of ${agency}`);
  const { countingDays, office, reception } = hours;
  const special = new Map(calendar.days.map((day) => [day.date, day]));
  const working = { worked: true, office: inMinutes(office.value), reception: inMinutes(reception.value.workingDays) };
  const weekly = { kind: 'WEEKLY_DAY_OFF', name: WEEKEND, confidence: 'high', source: countingDays.source } as const;

  const decided = (day: string, entry: SpecialDay | undefined): AgencyDay => {
    if (entry?.kind === 'MAKEUP_WORK') return working;
    if (entry) return { worked: false, office: [], reception: [], off: reasonOf(entry) };
    const weekday = weekdayOf(day);
    if (countingDays.value.includes(weekday)) return working;
    return { worked: false, office: [], reception: inMinutes(reception.value.otherDays[weekday] ?? []), off: weekly };
  };

  return {
    calendar,
    hours,
    dayOf: (day) => {
      if (day < calendar.firstDay || day > calendar.lastDay) throw new OutsideCalendar(day, calendar);
      const entry = special.get(day);
      if (!entry || entry.enabled) return decided(day, entry);
      return { ...decided(day, undefined), undecided: reasonOf(entry) };
    },
  };
};
