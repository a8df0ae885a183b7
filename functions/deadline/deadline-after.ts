import { type Calendars, calendarOf } from '../calendar/calendars.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { readTasks } from '../ledger/read-tasks.ts';
import type { Task } from '../ledger/task.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { type ClockEvent, dossierClock } from './dossier-clock.ts';
import { nextDeadline } from './next-deadline.ts';
import { type ClockEventsDeps, readClockEvents } from './read-clock-events.ts';
import { hasSilence } from './task-limits.ts';

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

/**
 * What a step changes of the deadline that writes nothing but these tasks (`written`): only an agency's silence hangs on them, so that
 * elsewhere it stands. Read after META. @throws OutsideCalendar
 */
export const deadlineOfTasks =
  (deps: DeadlineDeps) =>
  async (meta: Meta, at: Date, written: readonly Task[]): Promise<Pick<Step['change'], 'deadline'>> => {
    if (!hasSilence(procedureOf(deps.procedures, meta))) return {};
    const others = (await readTasks(deps.ledger, meta)).filter((task) => !written.some(({ n }) => n === task.n));
    return { deadline: await deadlineAfter(deps)({ meta, at, tasks: [...others, ...written] }) };
  };
