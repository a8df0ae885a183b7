import * as z from 'zod';
import { dossierStates } from '../ledger/dossier-state.ts';
import { dueAfter } from '../ledger/due-time.ts';
import { Actor, type HistoryEvent, historyEvents } from '../ledger/history-event.ts';
import { Instant } from '../ledger/meta.ts';

/** One change of a dossier's state: which fact of the history made it, and who. */
export const IndexProgress = z.object({
  at: Instant,
  step: z.string(),
  by: Actor,
  /** The office that decides over the dossier then. */
  office: z.string(),
  state: z.enum(dossierStates),
  /** Since when the dossier was in the state before. */
  since: Instant.optional(),
  dueAt: Instant.optional(),
});
export type IndexProgress = z.infer<typeof IndexProgress>;

/** Every change of state from the submission on, oldest first; `office`: the one that decides now. */
export const progressOf = (office: string, events: readonly HistoryEvent[]): IndexProgress[] => {
  const changes = events.flatMap((event, index) => (event.to && event.to !== 'draft' ? [{ event, to: event.to, index }] : []));
  return changes.map(({ event, to, index }, position): IndexProgress => {
    const moved = events.slice(index + 1).find(({ type }) => type === 'dossier.transferred');
    return {
      ...{ at: event.at, step: event.type, by: event.by, state: to },
      office: moved ? historyEvents['dossier.transferred'].parse(moved.data).from : office,
      since: changes[position - 1]?.event.at,
      dueAt: dueAfter(events.slice(0, index + 1)),
    };
  });
};
