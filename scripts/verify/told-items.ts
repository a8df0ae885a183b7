import { type HistoryEvent, type HistoryEventType, historyEvents } from '../../functions/ledger/history-event.ts';
import type { KeptItems } from './kept-items.ts';

/** What the items beside META hold, as the events say that wrote them; written apart from the product's own steps, to judge them. */
export type ToldItems = Omit<KeptItems, 'HANDOVER'> & {
  readonly HANDOVER?: Omit<NonNullable<KeptItems['HANDOVER']>, 'delivery'>;
  /** Every due time that the history has told. */
  readonly dueTimes: readonly string[];
};

type Folding = { -readonly [Name in keyof ToldItems]: ToldItems[Name] };

/** A draft that nobody signed is kept without its place and its time when the dossier ends. */
const dropDraft = (told: Folding): void => {
  if (told.EXTENSION && !told.EXTENSION.signed) told.EXTENSION = { dueBefore: told.EXTENSION.dueBefore };
};

const moveDue = (told: Folding, dueAt: string | undefined): void => {
  if (dueAt) told.dueTimes = [...told.dueTimes, dueAt];
};

const says: { readonly [Type in HistoryEventType]?: (told: Folding, event: HistoryEvent) => void } = {
  'dossier.accepted': (told, { data }) => moveDue(told, historyEvents['dossier.accepted'].parse(data).dueAt),
  'payment.booked': (told, { data }) => moveDue(told, historyEvents['payment.booked'].parse(data).dueAt),
  'dossier.supplement-provided': (told, { data }) => moveDue(told, historyEvents['dossier.supplement-provided'].parse(data).dueAt),
  'dossier.due-moved': (told, { data }) => moveDue(told, historyEvents['dossier.due-moved'].parse(data).dueAt),
  'dossier.extension-drafted': (told, { at, data }) => {
    told.EXTENSION = { dueBefore: historyEvents['dossier.extension-drafted'].parse(data).dueAt, draftedAt: at };
  },
  'dossier.extended': (told, { at, by, data }) => {
    const { from, dueAt, timing } = historyEvents['dossier.extended'].parse(data);
    told.EXTENSION = { dueBefore: from, signed: { at, by: by.id ?? '', dueAt, timing } };
    moveDue(told, dueAt);
  },
  // A draft goes with the dossier: it is laid before the other office then, with the due time of that moment.
  'dossier.transferred': (told, { at }) => {
    const dueBefore = told.dueTimes.at(-1);
    if (told.EXTENSION?.draftedAt && dueBefore) told.EXTENSION = { dueBefore, draftedAt: at };
  },
  'dossier.withdrawal-requested': (told, { at }) => {
    told.WITHDRAWAL = { requestedAt: at };
  },
  'dossier.awaiting-number': (told, { at }) => {
    told.NUMBERING = { decidedAt: at };
  },
  'dossier.stopped': dropDraft,
  'dossier.concluded': (told, { at, by }) => {
    dropDraft(told);
    if (told.NUMBERING) told.NUMBERING = { numberedAt: at, numberedBy: by.id };
    told.HANDOVER = { concludedAt: at };
  },
  'dossier.result-stored': (told, { at }) => {
    if (told.HANDOVER) told.HANDOVER = { ...told.HANDOVER, storedAt: at };
  },
  'dossier.result-dispatched': (told, { at, data }) => {
    const { parcel } = historyEvents['dossier.result-dispatched'].parse(data);
    if (told.HANDOVER) told.HANDOVER = { ...told.HANDOVER, parcel, dispatchedAt: at };
  },
  'dossier.returned': (told, { at, data }) => {
    const { proof } = historyEvents['dossier.returned'].parse(data);
    if (told.HANDOVER && proof) told.HANDOVER = { ...told.HANDOVER, handedOverAt: at, proof };
  },
  'payment.surplus': (told, { at, data }) => {
    told.SURPLUS = { attempt: historyEvents['payment.surplus'].parse(data).attempt, bookedAt: at };
  },
  'dossier.rated': (told, { at, data }) => {
    told.RATING = { score: historyEvents['dossier.rated'].parse(data).score, at };
  },
};

/** Reads the items out of a history. @throws when an event's data do not have the shape of its type */
export const toldItems = (events: readonly HistoryEvent[]): ToldItems => {
  const told: Folding = { dueTimes: [] };
  for (const event of events) says[event.type]?.(told, event);
  return told;
};
