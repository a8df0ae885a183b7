import superseded from '../../catalogue/calendars/vietnam-2026-11-22.json' with { type: 'json' };
import { Calendar } from './calendar.ts';
import { vietnamCalendar } from './vietnam.ts';

/** Every calendar that a dossier may have been accepted under: it keeps that one to its end. */
export type Calendars = {
  readonly current: Calendar;
  version(version: string): Calendar | undefined;
};

export const calendarsOf = (current: Calendar, superseded: readonly Calendar[]): Calendars => ({
  current,
  version: (version) => [current, ...superseded].find((one) => one.version === version),
});

export const bundledCalendars: Calendars = calendarsOf(vietnamCalendar, [Calendar.parse(superseded)]);

/** The calendar that a dossier was accepted under. @throws when it was not accepted, or the catalogue lost its calendar */
export const calendarOf = (calendars: Calendars, { calendarVersion }: { readonly calendarVersion?: string | undefined }): Calendar => {
  if (!calendarVersion) throw new Error('only an accepted dossier has a calendar');
  const calendar = calendars.version(calendarVersion);
  if (!calendar) throw new Error(`the catalogue lost the calendar ${calendarVersion}`);
  return calendar;
};
