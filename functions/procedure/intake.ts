import type { Calendar } from '../calendar/calendar.ts';
import { addWorkingMinutes } from '../calendar/working-time.ts';
import type { MetaIndex } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';

/** A submission is answered within 8 working hours (domain notes, rules.md 1.5). */
const INTAKE_MINUTES = 480;

/** Until when a submission must be answered. @throws OutsideCalendar */
export const intakeDueAt = (calendar: Calendar, submittedAt: Date): Date => addWorkingMinutes(calendar, submittedAt, INTAKE_MINUTES);

/**
 * Where META stands in its office's inbox while its submission is unanswered. Every step of a dossier in state `new` must state
 * it, also after the deadline passed; a step that leaves the state leaves the inbox.
 */
export const intakeIndex = (calendar: Calendar, { submittedAt }: Pick<Meta, 'submittedAt'>): MetaIndex => {
  if (!submittedAt) throw new Error('only a submitted dossier stands in an inbox');
  return { inbox: { at: intakeDueAt(calendar, new Date(submittedAt)).toISOString() } };
};
