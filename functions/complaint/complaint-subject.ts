import type { HistoryEvent } from '../ledger/history-event.ts';
import type { Complaint } from './complaint.ts';

/** What a citizen points at: a task, or an event of the dossier's history as the citizen sees it. */
export type About = { readonly task: string } | { readonly n: number };

export type Subject = Pick<Complaint, 'step' | 'subjects'>;

const taskOf = ({ data }: HistoryEvent): string | undefined => {
  const { taskId } = data;
  return typeof taskId === 'string' ? taskId : undefined;
};

const staffIn = (events: readonly HistoryEvent[]): string[] => [
  ...new Set(events.flatMap(({ by }) => (by.kind === 'staff' && by.id ? [by.id] : []))),
];

/** Whether a fact is the decision about the result. */
const isOfResult = ({ type }: HistoryEvent): boolean =>
  type === 'task.decided' || type === 'dossier.concluded' || type === 'dossier.not-accepted';

/**
 * Who and what a complaint is about. Whoever is named by a step is found in the history; without a step, or with one that nobody of
 * the staff has taken, the complaint is hidden from everybody of the staff who acted on the dossier, because it may be about any of
 * them. Undefined when there is no such step.
 */
export const subjectOf = (
  events: readonly HistoryEvent[],
  taskIds: readonly string[],
  { kind, about }: { readonly kind: Complaint['kind']; readonly about?: About | undefined },
): Subject | undefined => {
  if (!about) {
    const concerned = kind === 'RESULT' ? events.filter(isOfResult) : events;
    return { subjects: staffIn(concerned.length > 0 ? concerned : events) };
  }
  const whoTook = (steps: readonly HistoryEvent[]): string[] => {
    const named = staffIn(steps);
    return named.length > 0 ? named : staffIn(events);
  };
  if ('task' in about) {
    if (!taskIds.includes(about.task)) return undefined;
    return { step: { taskId: about.task }, subjects: whoTook(events.filter((event) => taskOf(event) === about.task)) };
  }
  const event = events.find(({ n }) => n === about.n);
  if (!event) return undefined;
  const taskId = taskOf(event);
  return { step: { n: event.n, ...(taskId && { taskId }) }, subjects: whoTook([event]) };
};
