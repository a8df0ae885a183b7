import { type Calendars, calendarOf } from '../calendar/calendars.ts';
import type { DeadlineDeps } from '../deadline/deadline-after.ts';
import { dossierClock } from '../deadline/dossier-clock.ts';
import { enactMilestones, hasPassed } from '../deadline/enact-milestones.ts';
import { dropDraft } from '../deadline/extension.ts';
import { readClockEvents } from '../deadline/read-clock-events.ts';
import { taskLimits } from '../deadline/task-limits.ts';
import { terminalStates } from '../ledger/dossier-state.ts';
import type { Ledger, Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { readTasks } from '../ledger/read-tasks.ts';
import type { StopReason } from '../ledger/stop-reason.ts';
import { readStoppable, stopStep } from '../ledger/stop-step.ts';

import { procedureOf } from '../procedure/catalogue.ts';
import { awaitsIntake, intakeIndex } from '../procedure/intake.ts';

export type EnactDueDeps = DeadlineDeps & { readonly ledger: Pick<Ledger, 'list' | 'readItem'>; readonly calendars: Calendars };

type Enactment = Pick<Step, 'events' | 'change' | 'index' | 'writes'>;

/** Nobody answered a submission in time: it is said, and the dossier stays where it waits. */
const passIntake = ({ current }: Calendars, meta: Meta, dueAt: string): Enactment => ({
  events: [{ event: { type: 'dossier.deadline-passed', data: { deadline: 'intake', dueAt } } }],
  change: { deadline: undefined },
  ...(awaitsIntake(meta) && { index: intakeIndex(current, meta) }),
});

/** The applicant never answered, or never paid: the dossier ends. */
const stop = async (deps: EnactDueDeps, meta: Meta, reason: StopReason, at: Date): Promise<Enactment> => {
  const { events, change, writes } = stopStep(await readStoppable(deps.ledger, meta), { reason, at });
  return { events, change: { ...change, apology: undefined }, writes: [...writes, ...dropDraft(meta)] };
};

const milestones = async (deps: EnactDueDeps, meta: Meta, at: Date): Promise<Enactment> => {
  const procedure = procedureOf(deps.procedures, meta);
  const calendar = calendarOf(deps.calendars, meta);
  const clock = dossierClock(meta, procedure, calendar, await readClockEvents(deps, meta, procedure));
  const tasks = await readTasks(deps.ledger, meta);
  return enactMilestones({ meta, clock, tasks, limitOf: taskLimits(procedure, calendar), at });
};

/**
 * What follows when the deadline of a dossier has passed, with the next one in the same step; undefined while none has.
 * @throws OutsideCalendar
 */
export const enactDue =
  (deps: EnactDueDeps) =>
  async (meta: Meta, at: Date): Promise<Enactment | undefined> => {
    const { deadline, state } = meta;
    if (!hasPassed(deadline, at) || terminalStates.includes(state)) return undefined;
    switch (deadline.kind) {
      case 'intake':
        return passIntake(deps.calendars, meta, deadline.at);
      case 'supplement':
        return stop(deps, meta, 'SUPPLEMENT_UNANSWERED', at);
      case 'payment':
        return stop(deps, meta, 'UNPAID', at);
      default:
        return milestones(deps, meta, at);
    }
  };
