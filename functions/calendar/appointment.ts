import type { AgencyTime } from './agency-time.ts';
import type { ClockRules, ClockStart, TimeLimit } from './clock-rules.ts';
import { type StartMoments, startOfClock } from './clock-start.ts';
import type { ClockStep } from './clock-step.ts';
import { dueTime } from './due-time.ts';

/** Whose time is counted by which rules. */
export type ProcedureClock = {
  /** The agency that decides: its working days and office hours are counted. */
  readonly deciding: AgencyTime;
  /** The agency that takes the dossier in: its reception hours decide when it came. */
  readonly receiving: AgencyTime;
  readonly rules: ClockRules;
  readonly clockStart: ClockStart;
  readonly limit: TimeLimit;
};

export type Appointment = { readonly startsAt: Date; readonly dueAt: Date; readonly steps: readonly ClockStep[] };

/** When a result is due and how that follows. Undefined while the payment that starts the clock is missing. @throws OutsideCalendar */
export const appointmentOf = (clock: ProcedureClock, moments: StartMoments): Appointment | undefined => {
  const start = startOfClock(clock.receiving, clock.rules, clock.clockStart, moments);
  if (!start) return undefined;
  const due = dueTime(clock.deciding, clock.limit, start, clock.rules);
  return { startsAt: start.at, dueAt: due.dueAt, steps: [...start.steps, ...due.steps] };
};
