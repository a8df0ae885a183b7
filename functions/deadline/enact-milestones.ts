import type { NewEvent } from '../ledger/history-event.ts';
import type { ItemWrite, Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { TaskLimit } from '../ledger/open-stage.ts';
import { type Task, timingOf } from '../ledger/task.ts';
import type { DossierClock } from './dossier-clock.ts';
import { draftWrite } from './extension.ts';
import { moveDue } from './move-due.ts';
import { moveLimits } from './move-limits.ts';
import { type After, deadlinesOf, type NextDeadlineInput, nextDeadline } from './next-deadline.ts';
import { closeSilent } from './silent-tasks.ts';

type Deadline = NonNullable<Meta['deadline']>;

/** A deadline holds through its own minute. */
export const hasPassed = (deadline: Deadline | undefined, at: Date): deadline is Deadline =>
  deadline !== undefined && timingOf(at, deadline.at) === 'AFTER';

/** What the sweep knows of a dossier whose deadline passed. */
export type Due = {
  readonly meta: Meta;
  readonly clock: DossierClock;
  /** All tasks of the dossier. */
  readonly tasks: readonly Task[];
  /** Knows what has stopped the clock so far. */
  readonly limitOf: TaskLimit;
  readonly at: Date;
};

type Enacted = { readonly events: readonly NewEvent[]; readonly change: Step['change']; readonly writes: readonly ItemWrite[] };

/** What the sweep does apart from the legal clock. */
const ENDING: readonly Deadline['kind'][] = ['supplement', 'payment'];

const percents: { readonly [Kind in Deadline['kind']]?: number } = { 'escalation-70': 70, 'escalation-90': 90 };

/** What one deadline of the legal clock says and writes. */
const enact = (deadline: Deadline, meta: Meta, at: Date): Enacted => {
  const dueAt = meta.dueAt ?? deadline.at;
  const percent = percents[deadline.kind];
  if (percent) return { events: [{ type: 'dossier.escalated', data: { percent, dueAt } }], change: {}, writes: [] };
  if (deadline.kind === 'withdrawal')
    return {
      events: [{ type: 'dossier.deadline-passed', data: { deadline: 'withdrawal', dueAt: meta.withdrawalDue ?? deadline.at } }],
      change: { withdrawalDue: undefined },
      writes: [],
    };
  if (deadline.kind !== 'apology')
    return { events: [{ type: 'dossier.deadline-passed', data: { deadline: deadline.kind, dueAt } }], change: {}, writes: [] };
  return {
    events: [{ type: 'dossier.extension-drafted', data: { dueAt } }],
    change: { apology: 'DRAFTED' },
    writes: [draftWrite(meta, at)],
  };
};

/**
 * What is to be told first: what was due, where it is once the due time has moved; and where the due time could not be reckoned, what
 * comes after the step that left it open.
 */
const firstOf = (standing: NextDeadlineInput, hasMoved: boolean): Deadline | undefined => {
  const { deadline: pending } = standing.meta;
  if (pending?.kind === 'reckoning') return nextDeadline(standing, { at: new Date(pending.at) });
  // What the legal clock brings may come before an agency whose limit was put off.
  if (hasMoved && pending?.kind === 'silence') return nextDeadline(standing, { at: new Date(pending.at), kind: 'silence' });
  return hasMoved ? deadlinesOf(standing).find(({ kind }) => kind === pending?.kind) : pending;
};

/**
 * Everything of the legal clock and of silent agencies that has passed by `at`, in its order and in one step, with the next deadline:
 * after a long pause of the sweep, or a jump of the clock, nothing is left out. Where the clock stood still meanwhile, the due time
 * moves first, and with it what was to be told; what was told before is not told again.
 */
export const enactMilestones = (due: Due): Pick<Step, 'events' | 'change' | 'writes'> => {
  const { clock, limitOf, at } = due;
  const pending = due.meta.deadline;
  const isReckoned = pending?.kind === 'reckoning';
  const moved = moveDue(due.meta, clock, due.tasks, isReckoned ? 'CALENDAR' : 'CERTIFIED_DOWNTIME');
  const limits = moveLimits(moved?.tasks ?? due.tasks, limitOf);
  const events: NewEvent[] = [...(moved ? [moved.event] : []), ...limits.events];
  const writes = new Map([...(moved?.writes ?? []), ...limits.writes].map((write) => [write.key.sk, write]));
  let change: Step['change'] = moved ? { dueAt: moved.dueAt } : {};
  let { tasks } = limits;
  let deadline = firstOf({ meta: { ...due.meta, ...change }, clock, tasks }, events.length > 0);
  let told: After | undefined;

  while (hasPassed(deadline, at) && !ENDING.includes(deadline.kind)) {
    const meta: Meta = { ...due.meta, ...change };
    const silent = deadline.kind === 'silence' ? closeSilent(meta, tasks, deadline.at, at, limitOf) : undefined;
    const enacted = silent ?? enact(deadline, meta, at);
    events.push(...enacted.events);
    for (const write of enacted.writes) writes.set(write.key.sk, write);
    change = { ...change, ...enacted.change };
    tasks = silent?.tasks ?? tasks;
    // An apology that is owed comes after later milestones, and brings none of them again.
    const isOwed = deadline.kind === 'apology' && told !== undefined && told.at >= new Date(deadline.at);
    told = told && isOwed ? told : { at: new Date(deadline.at), kind: deadline.kind };
    deadline = nextDeadline({ meta: { ...due.meta, ...change, deadline }, clock, tasks }, told);
  }
  // What would end the dossier takes a step of its own: it is due now, where the sweep looks for it.
  const next = hasPassed(deadline, at) ? { ...deadline, at: at.toISOString() } : deadline;
  // Nothing moved and nothing has passed: what was to be reckoned is what comes next.
  if (isReckoned && next && events.length === 0)
    events.push({ type: 'dossier.deadline-set', data: { deadline: next.kind, dueAt: next.at } });
  return { events: events.map((event) => ({ event })), change: { ...change, deadline: next }, writes: [...writes.values()] };
};
