import { type Calendars, calendarOf } from '../calendar/calendars.ts';
import type { DeadlineDeps } from '../deadline/deadline-after.ts';
import { dossierClock } from '../deadline/dossier-clock.ts';
import { enactMilestones, hasPassed } from '../deadline/enact-milestones.ts';
import { dropDraft } from '../deadline/extension.ts';
import { intakeDueWithDowntimes } from '../deadline/intake-put-off.ts';
import { nextDeadline } from '../deadline/next-deadline.ts';
import { answerPutOff } from '../deadline/put-off-by-downtime.ts';
import { readClockEvents } from '../deadline/read-clock-events.ts';
import { taskLimits } from '../deadline/task-limits.ts';
import { awaitedAttempt } from '../ledger/awaited-attempt.ts';
import { terminalStates } from '../ledger/dossier-state.ts';
import type { Ledger, Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { readTasks } from '../ledger/read-tasks.ts';
import type { StopReason } from '../ledger/stop-reason.ts';
import { readStoppable, stopStep } from '../ledger/stop-step.ts';
import { timingOf } from '../ledger/task.ts';

import { procedureOf } from '../procedure/catalogue.ts';
import { awaitsIntake, intakeIndex, intakeTimes } from '../procedure/intake.ts';
import { receivingAgency } from '../procedure/offices.ts';

export type EnactDueDeps = DeadlineDeps & { readonly ledger: Pick<Ledger, 'list' | 'readItem'>; readonly calendars: Calendars };

type Enactment = Pick<Step, 'events' | 'change' | 'index' | 'writes'>;

/** Nobody answered a submission in time, certified downtimes left out: it is said, and the dossier stays where it waits. */
const passIntake = async ({ downtimes, calendars }: EnactDueDeps, meta: Meta, dueAt: string, at: Date): Promise<Enactment> => {
  const calendar = calendars.current;
  const later = await intakeDueWithDowntimes({ downtimes, calendar }, meta);
  if (later && timingOf(at, later) !== 'AFTER')
    return {
      events: [{ event: { type: 'dossier.deadline-set', data: { deadline: 'intake', dueAt: later } } }],
      change: { deadline: { kind: 'intake', at: later } },
      ...(awaitsIntake(meta) && { index: { inbox: { at: later } } }),
    };
  return {
    events: [{ event: { type: 'dossier.deadline-passed', data: { deadline: 'intake', dueAt } } }],
    // A request to withdraw may wait for its answer still.
    change: { deadline: nextDeadline({ meta, clock: { kind: 'not-started' } }, { at: new Date(dueAt), kind: 'intake' }) },
    ...(awaitsIntake(meta) && { index: intakeIndex(calendar, meta) }),
  };
};

/**
 * The applicant completed the dossier when no calendar reached until whom an officer has time to look at it: one does now.
 * @throws OutsideCalendar as long as none does
 */
const setIntake = ({ current }: Calendars, meta: Meta, provided: string): Enactment => {
  const dueAt = intakeTimes(current, receivingAgency(meta), new Date(provided)).dueAt.toISOString();
  return {
    events: [{ event: { type: 'dossier.deadline-set', data: { deadline: 'intake', dueAt } } }],
    change: { deadline: { kind: 'intake', at: dueAt } },
    index: intakeIndex(current, meta),
  };
};

/** The applicant never answered, or never paid: the dossier ends. */
const stop = async (deps: EnactDueDeps, meta: Meta, reason: StopReason, at: Date): Promise<Enactment> => {
  const { events, change, writes } = stopStep(await readStoppable(deps.ledger, meta), { reason, at });
  return { events, change: { ...change, apology: undefined }, writes: [...writes, ...dropDraft(meta)] };
};

/** The time to complete the dossier has passed: it ends, unless certified downtimes have put that off. */
const unanswered = async (deps: EnactDueDeps, meta: Meta, at: Date): Promise<Enactment> => {
  const later = await answerPutOff(deps, meta);
  if (!later || timingOf(at, later.answerBy) === 'AFTER') return stop(deps, meta, 'SUPPLEMENT_UNANSWERED', at);
  return {
    events: [{ event: later.event }],
    change: { ...later.change, deadline: { kind: 'supplement', at: later.answerBy } },
    writes: later.writes,
  };
};

/** Nobody answered a request to withdraw a submission in time: it is said, and the request goes on waiting. */
const passWithdrawal = (meta: Meta, dueAt: string): Enactment => ({
  events: [{ event: { type: 'dossier.deadline-passed', data: { deadline: 'withdrawal', dueAt: meta.withdrawalDue ?? dueAt } } }],
  change: { withdrawalDue: undefined, deadline: undefined },
});

/** Until when the fee may be paid after all, where downtimes that were certified since have put that off. */
const lapsesLater = async (deps: EnactDueDeps, meta: Meta, at: Date): Promise<Enactment | undefined> => {
  const procedure = procedureOf(deps.procedures, meta);
  const clock = dossierClock(meta, procedure, calendarOf(deps.calendars, meta), await readClockEvents(deps, meta, procedure));
  const lapsesAt = clock.lapsesAt?.toISOString();
  if (!lapsesAt || timingOf(at, lapsesAt) === 'AFTER') return undefined;
  return {
    events: [{ event: { type: 'dossier.deadline-set', data: { deadline: 'payment', dueAt: lapsesAt } } }],
    change: { deadline: nextDeadline({ meta, clock, tasks: await readTasks(deps.ledger, meta) }, { at }) },
  };
};

/**
 * The fee was not paid in its time, without what certified downtimes took of it: the dossier ends, but not while the gateway may have taken
 * the money and not told of it yet.
 */
const lapse = async (deps: EnactDueDeps, meta: Meta, at: Date): Promise<Enactment> => {
  const later = await lapsesLater(deps, meta, at);
  if (later) return later;
  const awaited = await awaitedAttempt(deps.ledger, meta, at);
  if (!awaited) return stop(deps, meta, 'UNPAID', at);
  return {
    events: [{ event: { type: 'payment.awaited', data: { ...awaited } } }],
    change: { deadline: { kind: 'attempt', at: awaited.until } },
  };
};

const milestones = async (deps: EnactDueDeps, meta: Meta, at: Date): Promise<Enactment> => {
  const procedure = procedureOf(deps.procedures, meta);
  const calendar = calendarOf(deps.calendars, meta);
  const events = await readClockEvents(deps, meta, procedure);
  const clock = dossierClock(meta, procedure, calendar, events);
  const tasks = await readTasks(deps.ledger, meta);
  return enactMilestones({ meta, clock, tasks, limitOf: taskLimits(procedure, calendar, events), at });
};

/**
 * What follows when the deadline of a dossier has passed, with the next one in the same step; undefined while none has.
 * @throws OutsideCalendar
 */
export const enactDue =
  (deps: EnactDueDeps) =>
  async (meta: Meta, at: Date): Promise<Enactment | undefined> => {
    const { deadline, state, supplement } = meta;
    if (!hasPassed(deadline, at) || terminalStates.includes(state)) return undefined;
    switch (deadline.kind) {
      case 'intake':
        return passIntake(deps, meta, deadline.at, at);
      // Nobody is stopped for what he need not do now, whatever the deadline says.
      case 'supplement':
        return state === 'supplement-requested' ? unanswered(deps, meta, at) : undefined;
      case 'payment':
      case 'attempt':
        return state === 'payment-requested' ? lapse(deps, meta, at) : undefined;
      case 'withdrawal':
        return meta.acceptedAt ? milestones(deps, meta, at) : passWithdrawal(meta, deadline.at);
      case 'reckoning':
        return supplement?.provided ? setIntake(deps.calendars, meta, supplement.provided) : milestones(deps, meta, at);
      default:
        return milestones(deps, meta, at);
    }
  };
