import { type Calendars, calendarOf } from '../calendar/calendars.ts';
import { dossierClock, ended } from '../deadline/dossier-clock.ts';
import { moveTasks } from '../deadline/move-tasks.ts';
import { nextDeadline } from '../deadline/next-deadline.ts';
import { type ClockEventsDeps, readClockEvents } from '../deadline/read-clock-events.ts';
import type { ItemWrite, Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { readTasks } from '../ledger/read-tasks.ts';

import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { intakeIndex, intakeTimes } from '../procedure/intake.ts';
import { receivingAgency } from '../procedure/offices.ts';

/** The answer to request `n`, with the number of the form that it brought. */
export type Answer = { readonly n: number; readonly at: Date; readonly formVersion?: number };

/** What follows from an answer, beside the answer itself. */
export type AfterAnswer = Pick<Step, 'events' | 'change' | 'index'> & { readonly writes: readonly ItemWrite[] };

/**
 * An answer before the acceptance: the dossier stands in its office's inbox again, for as many hours as a new submission. Its state stays,
 * because the portal knows no way from 5 to 1; the officer's step leaves it. @throws OutsideCalendar
 */
export const backToIntake = ({ current }: Calendars, meta: Meta, { at, ...answer }: Answer): AfterAnswer => {
  if (!meta.supplement) throw new Error(`dossier ${meta.dossierId} was asked for nothing`);
  const supplement = { ...meta.supplement, provided: at.toISOString() };
  return {
    events: [{ event: { type: 'dossier.supplement-provided', data: answer } }],
    change: { supplement, deadline: { kind: 'intake', at: intakeTimes(current, receivingAgency(meta), at).dueAt.toISOString() } },
    index: intakeIndex(current, { ...meta, supplement }),
    writes: [],
  };
};

export type BackToAppraisalDeps = ClockEventsDeps & { readonly procedures: Procedures; readonly calendars: Calendars };

/**
 * An answer while the agencies have the dossier: it is back with them at once (5 to 4), its clock runs again or anew, and whoever is
 * still to answer gets the new due time. @throws OutsideCalendar
 */
export const backToAppraisal = async (deps: BackToAppraisalDeps, meta: Meta, { at, ...answer }: Answer): Promise<AfterAnswer> => {
  const { dossierId, dueAt: dueBefore } = meta;
  const procedure = procedureOf(deps.procedures, meta);
  const before = await readClockEvents(deps, meta, procedure);
  const clock = dossierClock(meta, procedure, calendarOf(deps.calendars, meta), ended(before, 'SUPPLEMENT', at));
  if (!dueBefore || clock.kind !== 'running') throw new Error(`the clock of dossier ${dossierId} does not run, though it is complete`);
  // What an applicant was told is never taken back, for instance because a downtime was certified wrongly.
  const dueAt = [clock.dueAt.toISOString(), dueBefore].toSorted().at(-1) ?? dueBefore;
  const opened = await readTasks(deps.ledger, meta);
  const { tasks, told, writes } = moveTasks(opened, dueAt);
  return {
    events: [
      {
        event: { type: 'dossier.supplement-provided', data: { ...answer, dueBefore, dueAt, ...told } },
        edge: { transition: 'completeSupplement', to: 'processing' },
      },
    ],
    change: {
      dueAt,
      supplement: undefined,
      deadline: nextDeadline({ meta: { ...meta, state: 'processing', supplement: undefined }, clock, tasks }, { at }),
    },
    writes,
  };
};
