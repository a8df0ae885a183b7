import { calendarOf } from '../calendar/calendars.ts';
import { withinCalendar } from '../calendar/outside-calendar.ts';
import type { DeadlineDeps } from '../deadline/deadline-after.ts';
import { dossierClock, setAside } from '../deadline/dossier-clock.ts';
import { nextDeadline, reckonedLater } from '../deadline/next-deadline.ts';
import { readClockEvents } from '../deadline/read-clock-events.ts';
import { hasSilence } from '../deadline/task-limits.ts';
import type { Meta } from '../ledger/meta.ts';
import { readTasks } from '../ledger/read-tasks.ts';

import { procedureOf } from '../procedure/catalogue.ts';

export type Standing = {
  readonly deadline: Meta['deadline'];
  /** When a fee that is due lapses with the dossier, where a law says so. */
  readonly lapsesAt?: string;
};

/**
 * What happens next by itself once a dossier has gone to `withdrawal-requested`, or back from there after the request waited for
 * `waitedMs`. Asking to withdraw moves no clock, but nobody has to complete or to pay what is to be withdrawn: this time is the
 * applicant's again. Where no calendar reaches what is to happen, the sweep sets it as soon as one does. Read after META.
 */
export const deadlineStanding =
  (deps: DeadlineDeps) =>
  async (meta: Meta, at: Date, waitedMs = 0): Promise<Standing> => {
    // What came after an answer that is late, and the sweep has not told, is told still.
    const untold = meta.deadline?.kind === 'withdrawal' && new Date(meta.deadline.at) < at;
    const since = untold && meta.deadline ? new Date(meta.deadline.at) : at;
    if (!meta.acceptedAt) return { deadline: nextDeadline({ meta, clock: { kind: 'not-started' } }, { at }) };
    const procedure = procedureOf(deps.procedures, meta);
    const events = setAside(await readClockEvents(deps, meta, procedure), waitedMs);
    const calendar = calendarOf(deps.calendars, meta);
    const clock = withinCalendar(() => dossierClock(meta, procedure, calendar, events));
    if (!clock) return { deadline: meta.deadline?.kind === 'reckoning' ? meta.deadline : reckonedLater(at) };
    const tasks = hasSilence(procedure) ? await readTasks(deps.ledger, meta) : [];
    return {
      deadline: nextDeadline({ meta, clock, tasks }, { at: since }),
      ...(clock.lapsesAt && { lapsesAt: clock.lapsesAt.toISOString() }),
    };
  };
