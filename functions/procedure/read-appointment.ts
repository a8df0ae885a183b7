import { type Appointment, appointmentOf } from '../calendar/appointment.ts';
import type { Calendar } from '../calendar/calendar.ts';
import type { Calendars } from '../calendar/calendars.ts';
import { OutsideCalendar } from '../calendar/outside-calendar.ts';
import type { Procedures } from './catalogue.ts';
import { clockOf } from './clock.ts';
import type { Procedure } from './procedure.ts';

export type ReadAppointmentDeps = { readonly procedures: Procedures; readonly calendars: Calendars };

export type ReadAppointmentInput = {
  readonly procedure: string;
  readonly acceptedAt: Date;
  readonly paidAt?: Date | undefined;
  /** At whose counter the dossier comes in, where it is not the agency that decides. */
  readonly agency?: string | undefined;
  /** Version of the calendar that the dossier was accepted under; the newest without it. */
  readonly calendar?: string | undefined;
};

export type ReadAppointmentOutcome =
  | {
      readonly kind: 'appointment';
      readonly procedure: Procedure;
      readonly agency: string;
      readonly calendar: Calendar;
      readonly appointment: Appointment;
    }
  | { readonly kind: 'procedure-not-found' }
  | { readonly kind: 'calendar-not-found' }
  | { readonly kind: 'time-limit-unknown'; readonly procedure: string }
  | { readonly kind: 'payment-needed'; readonly procedure: string }
  | { readonly kind: 'outside-calendar'; readonly date: string; readonly calendar: OutsideCalendar['calendar'] };

/** When the result of a procedure would be due, accepted at a given moment, and each step of the reasoning. */
export const readAppointment = ({ procedures, calendars }: ReadAppointmentDeps) => {
  return (input: ReadAppointmentInput): ReadAppointmentOutcome => {
    const procedure = procedures.current(input.procedure);
    if (!procedure) return { kind: 'procedure-not-found' };
    const calendar = input.calendar ? calendars.version(input.calendar) : calendars.current;
    if (!calendar) return { kind: 'calendar-not-found' };
    const agency = input.agency ?? procedure.agency;
    const clock = clockOf(procedure, calendar, agency);
    if (!clock) return { kind: 'time-limit-unknown', procedure: procedure.id };
    try {
      const appointment = appointmentOf(clock, input);
      if (!appointment) return { kind: 'payment-needed', procedure: procedure.id };
      return { kind: 'appointment', procedure, agency, calendar, appointment };
    } catch (error) {
      if (!(error instanceof OutsideCalendar)) throw error;
      return { kind: 'outside-calendar', date: error.date, calendar: error.calendar };
    }
  };
};
