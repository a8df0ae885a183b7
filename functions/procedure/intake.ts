import { agencyTime } from '../calendar/agency-time.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { receivedAt } from '../calendar/clock-start.ts';
import { withinCalendar } from '../calendar/outside-calendar.ts';
import { addWorkingMinutes } from '../calendar/working-time.ts';
import type { DossierState } from '../ledger/dossier-state.ts';
import type { MetaIndex } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { receivingAgency } from './offices.ts';

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
 * Until when a request to withdraw is to be answered: as long as a submission, counted at the office that decides. No law names a limit; this
 * is ours, with low confidence (README, "Limits of ours"). @throws OutsideCalendar
 */
export const withdrawalDueAt = (calendar: Calendar, agency: string, requestedAt: Date): Date => {
  const time = agencyTime(calendar, agency);
  return addWorkingMinutes(time, requestedAt, INTAKE_MINUTES);
};

/**
 * When a dossier counts as received, and until when it must be answered: by the hours of the one-stop that took it in, and from its
 * arrival where it came by post.
 * @throws OutsideCalendar
 */
export const intakeTimesOf = (
  calendar: Calendar,
  { arrivedAt, submittedAt, ...offices }: Pick<Meta, 'agency' | 'receivedOffice' | 'arrivedAt' | 'submittedAt'>,
): { receivedAt: Date; dueAt: Date } => {
  const since = arrivedAt ?? submittedAt;
  if (!since) throw new Error('only a submitted dossier was received');
  return intakeTimes(calendar, receivingAgency(offices), new Date(since));
};

/** Whether an officer must accept the dossier, refuse it or ask: it was submitted, or its applicant answered what was asked then. */
export const awaitsIntake = ({ state, supplement }: Pick<Meta, 'state' | 'supplement'>): boolean =>
  state === 'new' || (state === 'supplement-requested' && supplement?.stage === 'intake' && supplement.provided !== undefined);

/** Why a submission cannot be accepted or refused now. */
export type NotForIntake =
  | { readonly kind: 'wrong-state'; readonly state: DossierState }
  /** The applicant was asked to complete it, and has time until then. */
  | { readonly kind: 'supplement-open'; readonly answerBy: string };

/** Undefined for a dossier that an officer can accept or refuse. */
export const notForIntake = (meta: Pick<Meta, 'state' | 'supplement'>): NotForIntake | undefined => {
  const { state, supplement } = meta;
  if (awaitsIntake(meta)) return undefined;
  const isAsked = state === 'supplement-requested' && supplement?.stage === 'intake';
  return isAsked ? { kind: 'supplement-open', answerBy: supplement.answerBy } : { kind: 'wrong-state', state };
};

/**
 * Where META stands in its office's inbox while its submission, or the answer to an intake supplement, is unanswered. Every step of a
 * dossier that `awaitsIntake` must state it, also after the deadline passed; a step that leaves this leaves the inbox.
 */
export const intakeIndex = (
  calendar: Calendar,
  { supplement, ...meta }: Pick<Meta, 'agency' | 'receivedOffice' | 'arrivedAt' | 'submittedAt' | 'supplement'>,
): MetaIndex => {
  const { provided } = supplement ?? {};
  if (!provided) return { inbox: { at: intakeTimesOf(calendar, meta).dueAt.toISOString() } };
  // An answer is taken though no calendar reaches until when an officer has time for it: then it stands first.
  const times = withinCalendar(() => intakeTimes(calendar, receivingAgency(meta), new Date(provided)));
  return { inbox: { at: times?.dueAt.toISOString() ?? provided } };
};
