import { type Calendars, calendarOf } from '../calendar/calendars.ts';
import type { Meta } from '../ledger/meta.ts';
import type { Task } from '../ledger/task.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { type ClockEvent, dossierClock } from './dossier-clock.ts';
import { nextDeadline } from './next-deadline.ts';
import { type ClockEventsDeps, readClockEvents } from './read-clock-events.ts';

export type DeadlineDeps = ClockEventsDeps & { readonly procedures: Procedures; readonly calendars: Calendars };

/** What a step changes that its deadline hangs on. */
export type AfterStep = {
  /** META as the step leaves it, state included; `deadline` still the one from before. */
  readonly meta: Meta;
  readonly at: Date;
  /** The tasks as the step leaves them; needed where the procedure has a rule of silence. */
  readonly tasks?: readonly Task[];
  /** Makes of what has moved the clock so far what it is with the step. */
  readonly events?: (before: readonly ClockEvent[]) => readonly ClockEvent[];
};

/**
 * The deadline that a step of an accepted dossier has to write, with all that it hangs on read from the table.
 * @throws OutsideCalendar
 */
export const deadlineAfter =
  (deps: DeadlineDeps) =>
  async ({ meta, at, tasks, events = (before) => before }: AfterStep): Promise<Meta['deadline']> => {
    const procedure = procedureOf(deps.procedures, meta);
    const clock = dossierClock(meta, procedure, calendarOf(deps.calendars, meta), events(await readClockEvents(deps, meta, procedure)));
    return nextDeadline({ meta, clock, tasks }, { at });
  };
