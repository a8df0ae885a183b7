import { type Calendars, calendarOf } from '../calendar/calendars.ts';
import { withinCalendar } from '../calendar/outside-calendar.ts';
import { dossierClock, ended } from '../deadline/dossier-clock.ts';
import { passedToo } from '../deadline/move-due.ts';
import { moveTasks } from '../deadline/move-tasks.ts';
import { nextDeadline, reckonedLater } from '../deadline/next-deadline.ts';
import { type ClockEventsDeps, readClockEvents } from '../deadline/read-clock-events.ts';
import type { IdentityProof } from '../ledger/identity-proof.ts';
import type { ItemWrite, Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { readTasks } from '../ledger/read-tasks.ts';

import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { intakeIndex, intakeTimes } from '../procedure/intake.ts';
import { receivingAgency } from '../procedure/offices.ts';

/** The answer to request `n`, with the number of the form that it brought, and how the person was verified who gave it to an officer. */
export type Answer = {
  readonly n: number;
  readonly at: Date;
  readonly formVersion?: number;
  readonly identityVerifiedBy?: IdentityProof;
};

/** What follows from an answer, beside the answer itself. */
export type AfterAnswer = Pick<Step, 'events' | 'change' | 'index'> & { readonly writes: readonly ItemWrite[] };

/**
 * An answer before the acceptance: the dossier stands in its office's inbox again, for as many hours as a new submission. Its state stays,
 * because the portal knows no way from 5 to 1; the officer's step leaves it. Where no calendar reaches the end of those hours, the sweep
 * sets it as soon as one does (enact-due.ts).
 */
export const backToIntake = ({ current }: Calendars, meta: Meta, { at, ...answer }: Answer): AfterAnswer => {
  if (!meta.supplement) throw new Error(`dossier ${meta.dossierId} was asked for nothing`);
  const supplement = { ...meta.supplement, provided: at.toISOString() };
  const times = withinCalendar(() => intakeTimes(current, receivingAgency(meta), at));
  return {
    events: [{ event: { type: 'dossier.supplement-provided', data: answer } }],
    change: { supplement, deadline: times ? { kind: 'intake', at: times.dueAt.toISOString() } : reckonedLater(at) },
    index: intakeIndex(current, { ...meta, supplement }),
    writes: [],
  };
};

export type BackToAppraisalDeps = ClockEventsDeps & { readonly procedures: Procedures; readonly calendars: Calendars };

/**
 * An answer while the agencies have the dossier: it is back with them at once (5 to 4), its clock runs again or anew, and whoever is
 * still to answer gets the new due time. Where no calendar reaches that, the answer is taken all the same, and the due time moves as soon
 * as one does (enact-milestones.ts): the applicant is not made to wait for data of ours, nor stopped for want of them.
 */
export const backToAppraisal = async (deps: BackToAppraisalDeps, meta: Meta, { at, ...answer }: Answer): Promise<AfterAnswer> => {
  const { dossierId, dueAt: dueBefore } = meta;
  const procedure = procedureOf(deps.procedures, meta);
  const before = await readClockEvents(deps, meta, procedure);
  const calendar = calendarOf(deps.calendars, meta);
  const clock = withinCalendar(() => dossierClock(meta, procedure, calendar, ended(before, 'SUPPLEMENT', at)));
  if (!dueBefore || (clock && clock.kind !== 'running'))
    throw new Error(`the clock of dossier ${dossierId} does not run, though it is complete`);
  const edge = { transition: 'completeSupplement', to: 'processing' } as const;
  if (!clock)
    return {
      events: [{ event: { type: 'dossier.supplement-provided', data: { ...answer, dueBefore } }, edge }],
      change: { supplement: undefined, deadline: reckonedLater(at) },
      writes: [],
    };
  // What an applicant was told is never taken back, for instance because a downtime was certified wrongly.
  const dueAt = [clock.dueAt.toISOString(), dueBefore].toSorted().at(-1) ?? dueBefore;
  const opened = await readTasks(deps.ledger, meta);
  const { tasks, told, writes } = moveTasks(opened, dueAt);
  const passed = dueAt > dueBefore ? passedToo(dueAt, at) : [];
  const back: Meta = { ...meta, state: 'processing', supplement: undefined, ...(passed.length > 0 && { deadline: undefined }) };
  return {
    events: [
      { event: { type: 'dossier.supplement-provided', data: { ...answer, dueBefore, dueAt, ...told } }, edge },
      ...passed.map((event) => ({ event })),
    ],
    change: {
      dueAt,
      supplement: undefined,
      deadline: nextDeadline({ meta: back, clock, tasks }, { at }),
    },
    writes,
  };
};
