import * as z from 'zod';
import { Actor, type HistoryEvent, type HistoryEventType, OpenedTask } from './history-event.ts';
import { Instant, type Meta } from './meta.ts';
import { taskIdOf } from './task.ts';

/** Who hands a dossier over, or takes it: its applicant, an office, or the post. */
export const Unit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('applicant') }),
  z.object({ kind: z.literal('post') }),
  z.object({
    kind: z.literal('office'),
    /** `one-stop` takes dossiers in and hands results out, `competent` decides, `consulted` advises. */
    part: z.enum(['one-stop', 'competent', 'consulted']),
    office: z.string(),
    agency: z.string().optional(),
  }),
]);
export type Unit = z.infer<typeof Unit>;

const Timing = z.enum(['BEFORE', 'ON', 'AFTER']);

/**
 * One row of the process control slip (form 06 of Circular 03/2025/TT-VPCP): who handed the dossier to whom, when, and whether the
 * step that ended so was done before, on or after its time. Without `timing` the step has no time limit of its own.
 */
export const HandOver = z.object({
  /** Number of the event in the history that says so; several rows may rest on one. */
  n: z.int().positive(),
  at: Instant,
  from: Unit,
  to: Unit,
  /** Who did it: an account or a system, never a name. */
  by: Actor,
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
  office: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  way: z.string().optional(),
  timing: Timing.optional().catch(undefined),
  opened: z.array(OpenedTask).optional(),
});
type Said = z.infer<typeof Said>;

type Slip = Pick<Meta, 'agency' | 'office' | 'receivedOffice' | 'stages' | 'dossierId' | 'code' | 'procedure'>;

const applicant: Unit = { kind: 'applicant' };
const office = (part: 'one-stop' | 'competent' | 'consulted', code: string, agency?: string): Unit => ({
  kind: 'office',
  part,
  office: code,
  ...(agency && { agency }),
});

/** Where the dossier is while the history is read: an office that gives it up is no longer the one in META. */
type Place = { readonly oneStop: Unit; readonly competent: Unit; readonly tasks: ReadonlyMap<string, Unit> };

type Move = { readonly from: Unit; readonly to: Unit };

/** Which facts hand a dossier over, and from whom to whom; a fact that is not here leaves it where it is. */
const moves: Partial<Record<HistoryEventType, (place: Place, said: Said) => Move>> = {
  'dossier.submitted': ({ oneStop }) => ({ from: applicant, to: oneStop }),
  'dossier.accepted': ({ oneStop, competent }) => ({ from: oneStop, to: competent }),
  'dossier.not-accepted': ({ oneStop }) => ({ from: oneStop, to: applicant }),
  'dossier.supplement-requested': ({ oneStop }) => ({ from: oneStop, to: applicant }),
  'dossier.supplement-provided': ({ oneStop }) => ({ from: applicant, to: oneStop }),
  'task.answered': ({ tasks, competent }, { taskId = '' }) => ({ from: tasks.get(taskId) ?? competent, to: competent }),
  'task.sent-back': ({ tasks, competent }, { taskId = '' }) => ({ from: tasks.get(taskId) ?? competent, to: competent }),
  'dossier.concluded': ({ competent, oneStop }) => ({ from: competent, to: oneStop }),
  'dossier.stopped': ({ oneStop }) => ({ from: oneStop, to: applicant }),
  'dossier.result-dispatched': ({ oneStop }) => ({ from: oneStop, to: { kind: 'post' } }),
  'dossier.returned': ({ oneStop }, { way }) => ({ from: way === 'POST' ? { kind: 'post' } : oneStop, to: applicant }),
};

/** The office that was competent at first: where the first transfer, if any, came from. */
const firstOffice = (meta: Pick<Meta, 'office'>, events: readonly HistoryEvent[]): string => {
  const transfer = events.find(({ type }) => type === 'dossier.transferred');
  return (transfer && Said.parse(transfer.data).from) ?? meta.office;
};

/** The slip of a dossier from its history, oldest row first. `events` in their order. */
export const controlSlip = (meta: Slip, events: readonly HistoryEvent[]): ControlSlip => {
  const { dossierId, code, procedure, agency } = meta;
  const tasks = new Map<string, Unit>(
    meta.stages.flat().map((task) => [taskIdOf(dossierId, task.n), office(task.role, task.office, task.agency)]),
  );
  let competentOffice = firstOffice(meta, events);
  const rows: HandOver[] = [];

  for (const event of events) {
    const said = Said.parse(event.data);
    const competent = office('competent', competentOffice, agency);
    const oneStop = office('one-stop', meta.receivedOffice ?? competentOffice);
    const base = { n: event.n, at: event.at, by: event.by, step: event.type };
    const add = (move: Move, more: Partial<HandOver> = {}) => void rows.push({ ...base, ...move, ...more });

    const move = moves[event.type]?.({ oneStop, competent, tasks }, said);
    if (move) add(move, { ...(said.taskId && { taskId: said.taskId }), ...(said.timing && { timing: said.timing }) });
    if (event.type === 'dossier.transferred' && said.to) {
      add({ from: competent, to: office('competent', said.to, agency) });
      competentOffice = said.to;
    }
    for (const opened of said.opened ?? []) {
      const unit = office(opened.role, opened.office, opened.agency);
      tasks.set(opened.taskId, unit);
      // A task of the office that has the dossier already is no hand-over.
      if (opened.office !== competentOffice) add({ from: competent, to: unit }, { taskId: opened.taskId });
    }
  }
  return { dossierId, ...(code && { code }), procedure, agency, office: meta.office, rows };
};
