import * as z from 'zod';
import { setsDue } from './due-time.ts';
import { Actor, type HistoryEvent, type HistoryEventType, OpenedTask } from './history-event.ts';
import { Instant, type Meta } from './meta.ts';
import { taskIdOf, timingOf } from './task.ts';

/** Who hands a dossier over, or takes it: its applicant, an office, or the post. */
export const Unit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('applicant') }),
  z.object({ kind: z.literal('post') }),
  z.object({
    kind: z.literal('office'),
    /** `one-stop` takes dossiers in and hands results out, `competent` decides, `consulted` advises, the `clerk` numbers results. */
    part: z.enum(['one-stop', 'competent', 'consulted', 'clerk']),
    office: z.string(),
    agency: z.string().optional(),
  }),
]);
export type Unit = z.infer<typeof Unit>;

const Timing = z.enum(['BEFORE', 'ON', 'AFTER']);

/**
 * One row of the process control slip (form 06 of Circular 03/2025/TT-VPCP): who handed the dossier to whom, when, and whether the
 * step that ended so was done before, on or after its time. A step on the way to the result that has no time of its own is held against
 * the due time that the dossier has at that moment. Without `timing` there is none: before the acceptance, and once the work has ended
 * (a stop, the return of a result). Whoever gets a
 * dossier through the system signs for nothing: the receiver is known where a clerk took papers in, or a person proved to be the one.
 */
export const HandOver = z.object({
  /** Number of the event in the history that says so; several rows may rest on one. */
  n: z.int().positive(),
  at: Instant,
  from: Unit,
  to: Unit,
  /** Who did it: an account or a system, never a name. */
  by: Actor,
  giver: Actor.optional(),
  receiver: Actor.optional(),
  /** The fact of the history that ended the step, for example `task.answered`. */
  step: z.string(),
  taskId: z.string().optional(),
  timing: Timing.optional(),
});
export type HandOver = z.infer<typeof HandOver>;

/** The slip of one dossier. It only grows: each row comes from an event that nothing changes. */
export const ControlSlip = z.object({
  dossierId: z.string(),
  code: z.string().optional(),
  procedure: z.string(),
  agency: z.string(),
  office: z.string(),
  rows: z.array(HandOver),
});
export type ControlSlip = z.infer<typeof ControlSlip>;

/** As much of an event's data as the slip reads; what an event does not say is absent. */
const Said = z.object({
  taskId: z.string().optional(),
  tasks: z.array(z.string()).optional(),
  office: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  way: z.string().optional(),
  proof: z.string().optional(),
  stage: z.string().optional(),
  deadline: z.string().optional(),
  answerBy: Instant.optional(),
  submittedAt: Instant.optional(),
  acceptedAt: Instant.optional(),
  dueAt: Instant.optional().catch(undefined),
  timing: Timing.optional().catch(undefined),
  opened: z.array(OpenedTask).optional(),
});
type Said = z.infer<typeof Said>;

type Slip = Pick<Meta, 'agency' | 'office' | 'receivedOffice' | 'stages' | 'dossierId' | 'code' | 'procedure'>;

const applicant: Unit = { kind: 'applicant' };
const post: Unit = { kind: 'post' };
type Part = Extract<Unit, { kind: 'office' }>['part'];
const office = (part: Part, code: string, agency?: string): Unit => ({ kind: 'office', part, office: code, ...(agency && { agency }) });

/** Where the dossier is while the history is read: an office that gives it up is no longer the one in META. */
type Place = {
  readonly oneStop: Unit;
  readonly competent: Unit;
  /** Who asked for what the applicant is to complete. */
  readonly asking: Unit;
  /** Who has the decided dossier until it is concluded. */
  readonly numbering: Unit;
  readonly taskUnit: (taskId: string | undefined) => Unit;
};

type Move = { readonly from: Unit; readonly to: Unit };

/** Which facts hand a dossier over, and from whom to whom; a fact that is not here leaves it where it is. */
const moves: Partial<Record<HistoryEventType, (place: Place, said: Said) => Move>> = {
  'dossier.submitted': ({ oneStop }) => ({ from: applicant, to: oneStop }),
  'dossier.accepted': ({ oneStop, competent }) => ({ from: oneStop, to: competent }),
  'dossier.not-accepted': ({ oneStop }) => ({ from: oneStop, to: applicant }),
  'dossier.supplement-requested': ({ asking }) => ({ from: asking, to: applicant }),
  'dossier.supplement-provided': ({ asking }) => ({ from: applicant, to: asking }),
  'task.answered': ({ taskUnit, competent }, { taskId }) => ({ from: taskUnit(taskId), to: competent }),
  'task.silent': ({ taskUnit, competent }, { taskId }) => ({ from: taskUnit(taskId), to: competent }),
  'task.sent-back': ({ taskUnit, competent }, { taskId }) => ({ from: taskUnit(taskId), to: competent }),
  'task.decided': ({ taskUnit, competent }, { taskId }) => ({ from: taskUnit(taskId), to: competent }),
  'dossier.awaiting-number': ({ competent, numbering }) => ({ from: competent, to: numbering }),
  'dossier.concluded': ({ numbering, oneStop }) => ({ from: numbering, to: oneStop }),
  'dossier.stopped': ({ oneStop }) => ({ from: oneStop, to: applicant }),
  'dossier.result-dispatched': ({ oneStop }) => ({ from: oneStop, to: post }),
  'dossier.returned': ({ oneStop }, { way }) => ({ from: way === 'POST' ? post : oneStop, to: applicant }),
};

/** The office that was competent at first: where the first transfer, if any, came from. */
const firstOffice = (meta: Pick<Meta, 'office'>, events: readonly HistoryEvent[]): string => {
  const transfer = events.find(({ type }) => type === 'dossier.transferred');
  return (transfer && Said.parse(transfer.data).from) ?? meta.office;
};

/** Who signed a decision, and whether in time. */
type Decided = { readonly by: Actor; readonly timing: HandOver['timing'] };

/** When a step was to be done that does not say itself whether it was in time. */
const limitOf = (type: HistoryEventType, { taskId }: Said, asked: Said, dueAt: ReadonlyMap<string, string>): string | undefined => {
  if (type === 'dossier.supplement-provided') return asked.answerBy;
  return type === 'task.sent-back' && taskId ? dueAt.get(taskId) : undefined;
};

/** Who gave and who got what, as far as the history knows persons. */
const personsOf = (
  { type, by }: HistoryEvent,
  { from, to }: Move,
  said: Said,
  decider: Actor | undefined,
): Pick<HandOver, 'giver' | 'receiver'> => {
  // The state machine puts a decision before the clerk; the leader who signed it gives it.
  if (type === 'dossier.awaiting-number') return decider ? { giver: decider } : {};
  // Nobody gives what silence ends; the post has no account.
  if (type === 'task.silent' || from.kind === 'post') return said.proof ? { receiver: { kind: 'owner' } } : {};
  // An import tells what others did elsewhere.
  if (said.submittedAt || said.acceptedAt) return {};
  if (from.kind === 'applicant') return by.kind === 'owner' ? { giver: by } : { giver: { kind: 'owner' }, receiver: by };
  return { giver: by, ...(to.kind === 'applicant' && said.proof && { receiver: { kind: 'owner' as const } }) };
};

/** With these the work has ended, and the due time with it. */
const ends: readonly HistoryEventType[] = ['dossier.concluded', 'dossier.stopped'];

/** The slip of a dossier from its history, oldest row first. `events` in their order. */
export const controlSlip = (meta: Slip, events: readonly HistoryEvent[]): ControlSlip => {
  const { dossierId, code, procedure, agency } = meta;
  const tasks = new Map<string, Unit>(
    meta.stages.flat().map((task) => [taskIdOf(dossierId, task.n), office(task.role, task.office, task.agency)]),
  );
  const dueAt = new Map<string, string>();
  let competentOffice = firstOffice(meta, events);
  let asked: Said = {};
  let decided: Decided | undefined;
  let awaitsNumber = false;
  let whole: string | undefined;
  const rows: HandOver[] = [];

  for (const event of events) {
    const said = Said.parse(event.data);
    if (event.type === 'dossier.supplement-requested') asked = said;
    if (event.type === 'dossier.withdrawal-refused' && said.answerBy) asked = { ...asked, answerBy: said.answerBy };
    if (event.type === 'dossier.deadline-set' && said.deadline === 'supplement') asked = { ...asked, answerBy: said.dueAt };
    if (event.type === 'task.decided') decided = { by: event.by, timing: said.timing };
    if (event.type === 'dossier.awaiting-number') awaitsNumber = true;
    const competent = office('competent', competentOffice, agency);
    const oneStop = office('one-stop', meta.receivedOffice ?? competentOffice);
    const place: Place = {
      ...{ oneStop, competent, asking: asked.stage === 'appraisal' ? competent : oneStop },
      numbering: awaitsNumber ? office('clerk', competentOffice, agency) : competent,
      taskUnit: (taskId) => (taskId && tasks.get(taskId)) || competent,
    };
    const base = { n: event.n, at: said.submittedAt ?? said.acceptedAt ?? event.at, by: event.by, step: event.type };
    const add = (move: Move, more: Partial<HandOver> = {}) => void rows.push({ ...base, ...move, ...more });

    const due = limitOf(event.type, said, asked, dueAt);
    // What the clerk gets is the leader's step, and was in time or not as the decision was.
    const ended = event.type === 'dossier.awaiting-number' ? decided?.timing : said.timing;
    if (ends.includes(event.type)) whole = undefined;
    const onTheWay = whole && timingOf(new Date(event.at), whole);
    const timing = ended ?? (due ? timingOf(new Date(event.at), due) : onTheWay);
    const move = moves[event.type]?.(place, said);
    if (move)
      add(move, { ...personsOf(event, move, said, decided?.by), ...(said.taskId && { taskId: said.taskId }), ...(timing && { timing }) });
    if (event.type === 'dossier.transferred' && said.to) {
      add({ from: competent, to: office('competent', said.to, agency) }, { giver: event.by, ...(onTheWay && { timing: onTheWay }) });
      competentOffice = said.to;
    }
    for (const taskId of (said.dueAt && said.tasks) || []) dueAt.set(taskId, said.dueAt ?? '');
    for (const opened of said.opened ?? []) {
      const unit = office(opened.role, opened.office, opened.agency);
      tasks.set(opened.taskId, unit);
      dueAt.set(opened.taskId, opened.dueAt);
      // The office that has the dossier already is handed no decision; that it asks somebody of its own is a hand-over.
      if (opened.role === 'competent' && opened.office === competentOffice) continue;
      // An answer that opens the next stage is not the act of an officer who gives it on.
      const giver = event.by.kind !== 'agency' && { giver: event.by };
      add({ from: competent, to: unit }, { taskId: opened.taskId, ...giver, ...(onTheWay && { timing: onTheWay }) });
    }
    if (setsDue(event.type)) whole = said.dueAt ?? whole;
  }
  return { dossierId, ...(code && { code }), procedure, agency, office: meta.office, rows };
};
