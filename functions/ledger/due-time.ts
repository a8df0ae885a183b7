import { type HistoryEvent, type HistoryEventType, historyEvents } from './history-event.ts';

/** The events that set the due time of a dossier, or move it. */
const dueTimes = ['dossier.accepted', 'payment.booked', 'dossier.supplement-provided', 'dossier.due-moved', 'dossier.extended'] as const;

/** Whether such an event sets the due time of a dossier, or moves it: its `dueAt`. */
export const setsDue = (type: HistoryEventType): boolean => dueTimes.some((one) => one === type);

/** The due time that a dossier had after these events of its history; undefined while none was set. */
export const dueAfter = (events: readonly HistoryEvent[]): string | undefined =>
  events
    .flatMap(({ type, data }) => {
      const says = dueTimes.find((one) => one === type);
      return (says && historyEvents[says].parse(data).dueAt) ?? [];
    })
    .at(-1);
