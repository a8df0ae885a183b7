import type { DossierState } from '../ledger/dossier-state.ts';
import type { DeadlineKind, Meta } from '../ledger/meta.ts';
import type { Task } from '../ledger/task.ts';
import { awaitsIntake } from '../procedure/intake.ts';
import type { DossierClock } from './dossier-clock.ts';
import { milestonesOf } from './milestones.ts';

type Deadline = NonNullable<Meta['deadline']>;

export type NextDeadlineInput = {
  /** META as the step leaves it; only `deadline` is still the one from before. */
  readonly meta: Pick<
    Meta,
    'state' | 'previous' | 'withdrawnFrom' | 'withdrawalDue' | 'supplement' | 'dueAt' | 'extension' | 'apology' | 'awaiting' | 'deadline'
  >;
  readonly clock: DossierClock;
  /** The tasks as the step leaves them; needed where the procedure has a rule of silence. */
  readonly tasks?: readonly Task[] | undefined;
};

/** Up to when everything is enacted: the time of a step, or, for the sweep, the deadline that it has just enacted. */
export type After = { readonly at: Date; readonly kind?: DeadlineKind | undefined };

/** What comes first where several fall on one moment; the due time is the last. */
const ORDER = [
  'reckoning',
  'intake',
  'supplement',
  'payment',
  'attempt',
  'withdrawal',
  'silence',
  'apology',
  'escalation-70',
  'escalation-90',
  'processing',
] as const satisfies readonly DeadlineKind[];

/** What the legal clock brings is told though the dossier has moved on since: it was reached. */
const MILESTONES: readonly DeadlineKind[] = ['apology', 'escalation-70', 'escalation-90', 'processing'];

const order = (one: Deadline, other: Deadline): number => {
  if (one.at !== other.at) return one.at < other.at ? -1 : 1;
  return ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind);
};

/** States whose clock runs, where the dossier is not stopped. */
const RUNNING: readonly DossierState[] = ['accepted', 'processing', 'payment-requested'];

/** The state that a dossier is in but for a request to withdraw it, which stops neither its clock nor its intake. */
const standing = ({ state, withdrawnFrom }: NextDeadlineInput['meta']): DossierState =>
  state === 'withdrawal-requested' ? (withdrawnFrom ?? state) : state;

/** What the applicant or an agency must do in this state; due also when its time has passed, as long as the state lasts. */
const dutiesOf = ({ meta, clock, tasks = [] }: NextDeadlineInput): readonly Deadline[] => {
  const { state, supplement } = meta;
  if (state === 'supplement-requested' && supplement && !supplement.provided) return [{ kind: 'supplement', at: supplement.answerBy }];
  if (state === 'payment-requested' && clock.lapsesAt) return [{ kind: 'payment', at: clock.lapsesAt.toISOString() }];
  if (state === 'withdrawal-requested' && meta.withdrawalDue) return [{ kind: 'withdrawal', at: meta.withdrawalDue }];
  if (state !== 'processing') return [];
  return tasks.filter((task) => task.state === 'open' && task.silence).map(({ dueAt }) => ({ kind: 'silence', at: dueAt }));
};

/** Whether an apology may still have to be drafted: not for a dossier that its owner asks back. */
const apologizes = ({ state, extension, apology, awaiting }: NextDeadlineInput['meta']): boolean =>
  state !== 'withdrawal-requested' && !extension && !apology && !awaiting;

type Running = Extract<DossierClock, { kind: 'running' }>;

/**
 * The clock up to the due time that holds: what the applicant was told stays, also where a downtime was withdrawn since, or the limit began
 * anew and ends before the time that a leader named.
 */
const asTold = (clock: Running, { dueAt }: NextDeadlineInput['meta']): Running =>
  dueAt && new Date(dueAt) > clock.dueAt ? { ...clock, dueAt: new Date(dueAt) } : clock;

/** What the legal clock brings by itself. Nothing any more once the result is there and only a fee or a number is missing. */
const milestones = ({ meta, clock }: NextDeadlineInput): readonly Deadline[] => {
  if (clock.kind !== 'running' || !RUNNING.includes(standing(meta)) || meta.previous === 'processed') return [];
  return milestonesOf(asTold(clock, meta), apologizes(meta)).map(({ kind, at }) => ({ kind, at: at.toISOString() }));
};

/** Everything that will happen to a dossier by itself as it stands, what was done already included. @throws OutsideCalendar */
export const deadlinesOf = (input: NextDeadlineInput): readonly Deadline[] => [...dutiesOf(input), ...milestones(input)].sort(order);

/**
 * What was reached before this step and the sweep has not got to yet. It stays first in line, unless the due time has moved since, so
 * that it is still to come.
 */
const untold = ({ meta }: NextDeadlineInput, coming: readonly Deadline[], at: string): Deadline | undefined => {
  const { deadline } = meta;
  if (!deadline || !MILESTONES.includes(deadline.kind) || deadline.at > at) return undefined;
  if (deadline.kind === 'apology' && !apologizes(meta)) return undefined;
  const anew = coming.find(({ kind }) => kind === deadline.kind);
  return anew && anew.at > at ? undefined : deadline;
};

/** What a step writes at `at` whose deadline no calendar reaches: the sweep sets it as soon as one does, and its failures alarm until then. */
export const reckonedLater = (at: Date): Deadline => ({ kind: 'reckoning', at: at.toISOString() });

/** An officer's time to answer, or that it is to be reckoned first; neither is this function's to set. */
const INTAKE: readonly DeadlineKind[] = ['intake', 'reckoning'];

/**
 * The one next moment at which something must happen to a dossier by itself, and what; undefined when nothing will. Whoever changes the
 * state, the due time or a task with a rule of silence puts the answer into the same step (`deadline`).
 *
 * While the dossier stands in 4 (or is paid for while its clock runs, or asked back from there): 70 and 90 % of its working time, the
 * draft of an apology, the due time, the silence of an agency. In 5 the applicant's time, in 6 the time after which a fee lapses. In 1,
 * and after the answer to an intake supplement, the officer's time, which whoever starts it sets: it stays as it is. In 7 the office's time to answer, too. A draft whose time
 * passed while a request to withdraw lay before the office comes as soon as that is refused.
 * @throws OutsideCalendar
 */
export const nextDeadline = (input: NextDeadlineInput, after: After): Deadline | undefined => {
  const { meta } = input;
  const at = after.at.toISOString();
  // A duty whose time passed in another state is due now: what is told of the past, the sweep no longer looks for.
  const duties = dutiesOf(input).map((duty) => (duty.at < at ? { ...duty, at } : duty));
  if (awaitsIntake({ state: standing(meta), supplement: meta.supplement }))
    return meta.deadline && INTAKE.includes(meta.deadline.kind) && after.kind !== 'intake' ? meta.deadline : duties[0];
  const coming = milestones(input);
  const late = after.kind ? undefined : untold(input, coming, at);
  if (late) return late;
  const last: Deadline = { kind: after.kind ?? 'processing', at };
  const owed = coming.filter((one) => one.kind === 'apology' && order(one, last) <= 0).map((one) => ({ ...one, at }));
  return [...duties, ...owed, ...coming.filter((one) => one.kind !== after.kind && order(one, last) > 0)].sort(order)[0];
};
