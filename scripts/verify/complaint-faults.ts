import {
  type Complaint,
  type ComplaintLine,
  type ComplaintState,
  keyOfComplaint,
  nextLimit,
  parseComplaintId,
} from '../../functions/complaint/complaint.ts';
import { COMPLAINTS_INBOX } from '../../functions/complaint/complaints.ts';
import { inboxPartition, inboxShard } from '../../functions/ledger/deadline-bucket.ts';
import type { HistoryEvent } from '../../functions/ledger/history-event.ts';
import { taskIdOf, timingOf } from '../../functions/ledger/task.ts';
import { difference } from './difference.ts';
import type { DossierItems } from './dossier-items.ts';
import { isOlder } from './history-faults.ts';
import { plain } from './plain.ts';

/** Where each thing that is done about a complaint leads to; what is not here leaves it where it is. */
const leadsTo: { readonly [Action in ComplaintLine['action']]?: ComplaintState } = {
  FILE: 'received',
  REFUSE: 'refused',
  ASK: 'information-asked',
  INFORM: 'received',
  SOLVE: 'solved',
  PUBLISH: 'published',
};

/** The limit that something done is measured by. */
const limitOf = ({ limits }: Complaint, action: ComplaintLine['action']): string | undefined =>
  ({
    FILE: undefined,
    INFORM: undefined,
    RATE: undefined,
    REFUSE: limits.refuseBy,
    ASK: limits.askBy,
    SOLVE: limits.solveBy,
    PUBLISH: limits.publishBy,
  })[action];

const staffIn = (events: readonly HistoryEvent[]): string[] => events.flatMap(({ by }) => (by.kind === 'staff' && by.id ? [by.id] : []));

/** The complaint against its own lines: each number once, times that never go back, and what the lines have made of it. */
const lineFaults = (name: string, complaint: Complaint, lines: readonly ComplaintLine[]): string[] => {
  const [first] = lines;
  const numbers = Array.from({ length: complaint.version }, (_, index) => index + 1);
  const state = lines.map(({ action }) => leadsTo[action]).findLast((one) => one !== undefined);
  const has = (action: ComplaintLine['action']): boolean => lines.some((line) => line.action === action);

  return [
    ...difference(
      `the lines of ${name}`,
      lines.map(({ n }) => n),
      numbers,
    ),
    ...difference(`the filing of ${name}`, { at: complaint.filedAt, action: 'FILE' }, first && { at: first.at, action: first.action }),
    ...difference(`the state of ${name}`, complaint.state, state),
    ...(has('RATE') === (complaint.satisfied !== undefined)
      ? []
      : [`${name} says otherwise than its lines whether its owner was satisfied`]),
    ...(has('ASK') === (complaint.asked === true) ? [] : [`${name} says otherwise than its lines whether its handler has asked`]),
    ...(has('ASK') === (complaint.asked === true) ? [] : [`${name} says otherwise than its lines whether more was asked for`]),
    ...(has('SOLVE') === (complaint.limits.publishBy !== undefined)
      ? []
      : [`${name} has a limit of publishing without a solution, or none with one`]),
    ...lines.flatMap(({ n, at, action, timing }, index) => {
      const limit = limitOf(complaint, action);
      return [
        ...(isOlder(at, lines[index - 1]?.at) ? [`line ${n} of ${name} is older than the one before it`] : []),
        ...difference(`the timing of line ${n} of ${name}`, timing, limit && timingOf(new Date(at), limit)),
      ];
    }),
  ];
};

/** The complaint against the history: its step is one of the dossier, and whoever took it is kept from seeing it. */
const subjectFaults = (name: string, { step, subjects }: Complaint, { meta, events }: DossierItems): string[] => {
  const { dossierId, stages } = meta;
  const acted = staffIn(events);
  const event = events.find(({ n }) => n === step?.n);
  const tasks = stages.flat().map(({ n }) => taskIdOf(dossierId, n));
  const seen = event !== undefined && staffIn([event]).some((id) => !subjects.includes(id));
  return [
    ...(step?.n !== undefined && !event ? [`${name} is about event ${step.n}, which there is not`] : []),
    ...(step?.taskId !== undefined && !tasks.includes(step.taskId) ? [`${name} is about a task that the dossier does not have`] : []),
    ...(subjects.every((id) => acted.includes(id)) ? [] : [`${name} is hidden from somebody who did nothing about the dossier`]),
    ...(seen ? [`${name} is not hidden from whom it is about`] : []),
  ];
};

const inboxFaults = (name: string, complaint: Complaint, { stored }: DossierItems): string[] => {
  const { inboxKey, inboxAt } = stored.get(keyOfComplaint(complaint.complaintId).sk) ?? {};
  const at = nextLimit(complaint);
  const place = at && inboxPartition(COMPLAINTS_INBOX, complaint.office, inboxShard(complaint.dossierId));
  return difference(`the entry of ${name} in its inbox`, [inboxKey, inboxAt], [place, at]);
};

/**
 * Complaints about a dossier: no event of its history tells of them, so that each is held against its own lines, and against the history
 * where it names what is in that.
 */
export const complaintFaults = (items: DossierItems): string[] => {
  const { meta, complaints, complaintLines } = items;
  const ulids = complaints.map(({ complaintId }) => parseComplaintId(complaintId).ulid);
  const strays = new Set(complaintLines.map(({ ulid }) => ulid).filter((ulid) => !ulids.includes(ulid)));
  return [
    ...[...strays].map((ulid) => `there are lines of a complaint ${plain(ulid)}, but no complaint`),
    ...complaints.flatMap((complaint, index) => {
      const ulid = ulids[index] ?? '';
      const name = `complaint ${ulid}`;
      const lines = complaintLines.filter((one) => one.ulid === ulid).map(({ line }) => line);
      const earlier = complaints.some(
        ({ kind, filedAt }, other) => other !== index && kind === complaint.kind && filedAt <= complaint.filedAt,
      );
      return [
        ...difference(`the procedure of ${name}`, complaint.procedure, meta.procedure),
        ...(complaint.repeated && !earlier ? [`${name} is a repetition of none`] : []),
        ...lineFaults(name, complaint, lines),
        ...subjectFaults(name, complaint, items),
        ...inboxFaults(name, complaint, items),
      ];
    }),
  ];
};
