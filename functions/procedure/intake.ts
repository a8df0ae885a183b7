import { agencyTime } from '../calendar/agency-time.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { receivedAt } from '../calendar/clock-start.ts';
import { addWorkingMinutes } from '../calendar/working-time.ts';
import type { MetaIndex } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';

/** A submission is answered within 8 working hours (domain notes, rules.md 1.5). */
const INTAKE_MINUTES = 480;

/**
 * When a submission to an agency counts as received, and until when it must be answered: the police receive on Saturday mornings,
 * but the hours for their answer run on working days. @throws OutsideCalendar
 */
export const intakeTimes = (calendar: Calendar, agency: string, submittedAt: Date): { receivedAt: Date; dueAt: Date } => {
  const time = agencyTime(calendar, agency);
  const received = receivedAt(time, submittedAt);
  return { receivedAt: received, dueAt: addWorkingMinutes(time, received, INTAKE_MINUTES) };
};

/**
 * Where META stands in its office's inbox while its submission is unanswered. Every step of a dossier in state `new` must state
 * it, also after the deadline passed; a step that leaves the state leaves the inbox.
 */
export const intakeIndex = (calendar: Calendar, { agency, submittedAt }: Pick<Meta, 'agency' | 'submittedAt'>): MetaIndex => {
  if (!submittedAt) throw new Error('only a submitted dossier stands in an inbox');
  return { inbox: { at: intakeTimes(calendar, agency, new Date(submittedAt)).dueAt.toISOString() } };
};
