import superseded from '../../catalogue/calendars/vietnam-2026-11-22.json' with { type: 'json' };
import { Calendar } from './calendar.ts';
import { dayAfter } from './local-time.ts';
import { vietnamCalendar } from './vietnam.ts';

/** Every calendar that a dossier may have been accepted under: it keeps the days of that one to their end. */
export type Calendars = {
  readonly current: Calendar;
  /** A calendar as it was published. */
  version(version: string): Calendar | undefined;
  /** The same, with the days after its last one that newer calendars know. */
  continued(version: string): Calendar | undefined;
};

/**
 * `calendar` with the days after its last one as `newer` has them. Its own days, and the hours of the agencies that it knows, stay: a
 * person was told an appointment by them. As it was where a day between the two would be missing.
 */
const continuedBy = (calendar: Calendar, newer: Calendar): Calendar => {
  const { lastDay } = calendar;
  if (newer.lastDay <= lastDay || newer.firstDay > dayAfter(lastDay)) return calendar;
  return {
    ...calendar,
    lastDay: newer.lastDay,
    hours: { ...newer.hours, ...calendar.hours },
    days: [...calendar.days, ...newer.days.filter(({ date }) => date > lastDay)],
  };
};

/**
 * The calendars of a catalogue. A day that several newer ones know is taken from the oldest of them, so that publishing another one moves
 * no due time again.
 */
export const calendarsOf = (current: Calendar, superseded: readonly Calendar[]): Calendars => {
  const all = [current, ...superseded].toSorted((one, other) => (one.version < other.version ? -1 : 1));
  const version = (name: string): Calendar | undefined => all.find((one) => one.version === name);
  return {
    current,
    version,
    continued: (name) => {
      const pinned = version(name);
      return pinned && all.filter((one) => one.version > name).reduce(continuedBy, pinned);
    },
  };
};

export const bundledCalendars: Calendars = calendarsOf(vietnamCalendar, [Calendar.parse(superseded)]);

/**
 * The calendar that a dossier was accepted under, and what newer ones know of the days after it.
 * @throws when it was not accepted, or the catalogue lost its calendar
 */
export const calendarOf = (calendars: Calendars, { calendarVersion }: { readonly calendarVersion?: string | undefined }): Calendar => {
  if (!calendarVersion) throw new Error('only an accepted dossier has a calendar');
  const calendar = calendars.continued(calendarVersion);
  if (!calendar) throw new Error(`the catalogue lost the calendar ${calendarVersion}`);
  return calendar;
};
