import * as z from 'zod';
import { localDay } from '../calendar/local-time.ts';
import { type HistoryEvent, historyEvents } from '../ledger/history-event.ts';
import type { ItemKey } from '../ledger/item-keys.ts';
import { DossierId, Instant, type Meta } from '../ledger/meta.ts';
import { timingOf } from '../ledger/task.ts';

/** A month in Vietnam's time: `2026-11`. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month, YYYY-MM');

export const monthOf = (at: string): string => localDay(new Date(at)).slice(0, 7);

/** Ways in that the report tells apart: `direct` is at a counter or a kiosk. */
export const ways = ['online', 'direct', 'post'] as const;
type Way = (typeof ways)[number];

const wayOf: Readonly<Record<Meta['channel'], Way>> = { online: 'online', counter: 'direct', kiosk: 'direct', post: 'post' };

/** How a dossier was solved against its due minute. */
export const endings = ['early', 'onTime', 'late'] as const;
type Ending = (typeof endings)[number];

/**
 * What the counters of form II.06 hold of one dossier (item of the tracking book, `BOOK#<office>#<day>` / its id). The counters are
 * moved by the difference between two of these, in one transaction with the item: so each dossier counts once, however often and in
 * whatever order its events come.
 */
export const Counted = z.object({
  dossierId: DossierId,
  /** Number of the writings of this item, which each writing compares. */
  version: z.int().positive(),
  procedure: z.string(),
  /** The office that decides, under which it counts. */
  office: z.string(),
  received: z.object({ month: Month, way: z.enum(ways) }),
  /** The month in which the dossier became late while it was unsolved, mostly that of its due time. */
  lapsed: Month.optional(),
  solved: z.object({ month: Month, ending: z.enum(endings) }).optional(),
});
export type Counted = z.infer<typeof Counted>;

/** The tracking book of one office on one day. */
export const bookPartition = (office: string, day: string): string => `BOOK#${office}#${day}`;

/**
 * Where a dossier stands in the book: with the one-stop that took it in, mostly the office that accepted it, on the day of its
 * acceptance. Neither ever changes.
 */
export const bookKey = (
  { dossierId, acceptedAt, receivedOffice }: Pick<Meta, 'dossierId' | 'acceptedAt' | 'receivedOffice'>,
  events: readonly HistoryEvent[],
): ItemKey => {
  const accepted = events.find(({ type }) => type === 'dossier.accepted');
  if (!acceptedAt || !accepted) throw new Error(`dossier ${dossierId} was not accepted`);
  const { office } = historyEvents['dossier.accepted'].parse(accepted.data);
  return { pk: bookPartition(receivedOffice ?? office, localDay(new Date(acceptedAt))), sk: dossierId };
};

/** Where the book of another office has a line of the dossier as well: from when, and from which office, it took the dossier over. */
export type TakenOverEntry = { readonly key: ItemKey; readonly entry: TakenOver };

/** A dossier that an office took over (item of its tracking book on that day): no counter rests on it. */
export const TakenOver = z.object({ dossierId: DossierId, takenOver: z.object({ at: Instant, from: z.string() }) });
export type TakenOver = z.infer<typeof TakenOver>;

/** The lines of a dossier in the books of the offices that it was handed to, which `home`, its own entry, does not stand for. */
export const takenOverEntries = (meta: Pick<Meta, 'dossierId' | 'n'>, history: readonly HistoryEvent[], home: ItemKey): TakenOverEntry[] =>
  history.flatMap(({ n, type, at, data }) => {
    if (type !== 'dossier.transferred' || n > meta.n) return [];
    const { from, to } = historyEvents[type].parse(data);
    const pk = bookPartition(to, localDay(new Date(at)));
    if (pk === home.pk) return [];
    return [{ key: { pk, sk: meta.dossierId }, entry: { dossierId: meta.dossierId, takenOver: { at, from } } }];
  });

const passedIn = ({ type, data }: HistoryEvent): string[] => {
  if (type !== 'dossier.deadline-passed') return [];
  const { deadline, dueAt } = historyEvents[type].parse(data);
  return deadline === 'processing' ? [dueAt] : [];
};

/** The due time that was put off only after it had passed. */
const putOffLate = ({ type, data }: HistoryEvent): string[] => {
  if (type !== 'dossier.extended') return [];
  const { timing, from } = historyEvents[type].parse(data);
  return timing === 'LATE' ? [from] : [];
};

/** The state in which the dossier was before it was asked to be withdrawn or stopped: whether its clock ran. */
const ranBefore = (events: readonly HistoryEvent[], stop: HistoryEvent): boolean => {
  const edges = events.filter(({ n, from }) => n <= stop.n && from !== undefined);
  const last = edges.findLast(({ from }) => from !== 'withdrawal-requested');
  return last?.from === 'processing';
};

/** The end of the work, if there was one: concluded, or stopped after the acceptance. */
const solvedBy = (events: readonly HistoryEvent[]): HistoryEvent | undefined =>
  events.find(({ type }) => type === 'dossier.concluded' || type === 'dossier.stopped');

/** Whether the end came after the due minute. A stop while the clock stood still is never late by itself. */
const endedLate = (meta: Meta, events: readonly HistoryEvent[], end: HistoryEvent): boolean => {
  if (end.type === 'dossier.concluded') return historyEvents[end.type].parse(end.data).timing === 'AFTER';
  return meta.dueAt !== undefined && ranBefore(events, end) && timingOf(new Date(end.at), meta.dueAt) === 'AFTER';
};

/**
 * When the applicant was asked to complete the dossier once more than the procedure allows: by the statistics that makes it late, however
 * often its clock stood still (domain notes, rules.md 1.5). Such a request names who approved it; those that are allowed, in either stage,
 * are no fault of anybody's, and their time is taken off. Asked before it was received, it is late from its acceptance on.
 */
const askedTooOften =
  ({ acceptedAt = '' }: Meta) =>
  ({ type, at, data }: HistoryEvent): string[] => {
    if (type !== 'dossier.supplement-requested' || historyEvents[type].parse(data).approver === undefined) return [];
    return [at > acceptedAt ? at : acceptedAt];
  };

/** The due time that passed without an end, undefined while none did. One that was moved since by a certified downtime did not pass. */
const passedAt = (meta: Meta, events: readonly HistoryEvent[], end: HistoryEvent | undefined): string[] => {
  const { dueAt } = meta;
  return dueAt && (events.flatMap(passedIn).includes(dueAt) || (end && endedLate(meta, events, end))) ? [dueAt] : [];
};

/**
 * From when on a dossier is late, undefined while it is not: its due time passed, was put off only then (one that was put off in time did
 * not pass), or its applicant was asked too often.
 */
const lapsedAt = (meta: Meta, events: readonly HistoryEvent[], end: HistoryEvent | undefined): string | undefined =>
  [...events.flatMap(putOffLate), ...events.flatMap(askedTooOften(meta)), ...passedAt(meta, events, end)].sort()[0];

const endingOf = (meta: Meta, end: HistoryEvent, lapsed: string | undefined): Ending => {
  if (lapsed) return 'late';
  return meta.dueAt && timingOf(new Date(end.at), meta.dueAt) === 'ON' ? 'onTime' : 'early';
};

/**
 * What the counters should hold of a dossier: a pure function of META and its history up to META's number, so that it can be worked out
 * anew at any time. Undefined for a dossier that was never accepted: it was not received (domain notes, rules.md part 2: NgayTiepNhan).
 */
export const countedOf = (meta: Meta, history: readonly HistoryEvent[]): Omit<Counted, 'version'> | undefined => {
  if (!meta.acceptedAt) return undefined;
  const events = history.filter(({ n }) => n <= meta.n);
  const end = solvedBy(events);
  const lapsed = lapsedAt(meta, events, end);
  return {
    dossierId: meta.dossierId,
    procedure: meta.procedure,
    office: meta.office,
    received: { month: monthOf(meta.acceptedAt), way: wayOf[meta.channel] },
    ...(lapsed && { lapsed: monthOf(lapsed) }),
    ...(end && { solved: { month: monthOf(end.at), ending: endingOf(meta, end, lapsed) } }),
  };
};
