import { bundledCalendars } from '../../functions/calendar/calendars.ts';
import { OutsideCalendar } from '../../functions/calendar/outside-calendar.ts';
import { type ClockEvent, type DossierClock, dossierClock } from '../../functions/deadline/dossier-clock.ts';
import { deadlinesOf } from '../../functions/deadline/next-deadline.ts';
import { feesOf } from '../../functions/deadline/read-clock-events.ts';
import { type CertifiedDowntime, interruptionOf } from '../../functions/downtime/downtime.ts';
import { terminalStates } from '../../functions/ledger/dossier-state.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { bundledProcedures } from '../../functions/procedure/catalogue.ts';
import { difference } from './difference.ts';
import type { DossierItems } from './dossier-items.ts';
import { countedAt } from './downtimes.ts';
import type { Folded } from './fold-history.ts';

type Deadline = NonNullable<Meta['deadline']>;

/** What the legal clock brings: it is told also when the clock has been stopped since it was reached. */
const reachable: readonly Deadline['kind'][] = ['apology', 'escalation-70', 'escalation-90', 'processing'];

/**
 * What the history says of the times in which the clock stood still and of its extension, with the downtimes that counted when the
 * deadline was chosen.
 */
const clockEvents = (
  { events }: DossierItems,
  { supplements, extended, deadlineSetAt = '' }: Folded,
  downtimes: readonly CertifiedDowntime[],
): readonly ClockEvent[] => [
  ...supplements
    .filter(({ stage }) => stage === 'appraisal')
    .map(
      ({ askedAt, providedAt }): ClockEvent => ({
        kind: 'SUPPLEMENT',
        from: new Date(askedAt),
        to: providedAt ? new Date(providedAt) : undefined,
      }),
    ),
  ...feesOf(events),
  ...(extended ? [{ kind: 'EXTENSION' as const, from: new Date(extended.at), dueAt: new Date(extended.dueAt) }] : []),
  ...countedAt(downtimes, deadlineSetAt).map(interruptionOf),
];

/**
 * The clock by the procedure and the calendar that the dossier was accepted under; undefined where this version of the checker knows
 * them no more.
 */
const clockOf = (items: DossierItems, folded: Folded, downtimes: readonly CertifiedDowntime[]): DossierClock | undefined => {
  const { meta } = items;
  const procedure = bundledProcedures.version(meta.procedure, meta.procedureVersion);
  const calendar = bundledCalendars.continued(meta.calendarVersion ?? bundledCalendars.current.version);
  if (!procedure || !calendar) return undefined;
  return dossierClock(meta, procedure, calendar, clockEvents(items, folded, downtimes));
};

/** The deadlines of a dossier as it stands; undefined where they cannot be reckoned. */
const reckoned = (items: DossierItems, folded: Folded, downtimes: readonly CertifiedDowntime[]): readonly Deadline[] | undefined => {
  try {
    const clock = clockOf(items, folded, downtimes);
    // The due time that the history tells holds where it is later.
    return clock && deadlinesOf({ meta: { ...items.meta, dueAt: folded.dueAt }, clock, tasks: items.tasks });
  } catch (error) {
    if (error instanceof OutsideCalendar) return undefined;
    throw error;
  }
};

/** Whether the deadline is the one that comes next after the step that chose it, among those that there are. */
const isNext = (deadline: Deadline | undefined, all: readonly Deadline[], folded: Folded): boolean => {
  // What the legal clock brings meanwhile waits: the dossier ends with the attempt, or is reckoned anew with its booking.
  if (deadline?.kind === 'attempt') return deadline.at === folded.awaitedUntil;
  const chosenAt = folded.deadlineSetAt ?? '';
  const left = all.filter(({ at }) => at > chosenAt && (!deadline || at < deadline.at));
  if (left.length > 0) return false;
  if (deadline && (folded.toldAt[deadline.kind] ?? '') >= deadline.at) return false;
  if (!deadline) return !all.some(({ kind }) => !reachable.includes(kind));
  const same = all.filter(({ kind }) => kind === deadline.kind);
  // What was due already when it was chosen is due from then on.
  if (same.some(({ at }) => deadline.at === at || (at < deadline.at && deadline.at === chosenAt))) return true;
  return reachable.includes(deadline.kind) && same.length === 0 && deadline.at <= chosenAt;
};

/**
 * What happens next by itself, as META says it, against what its history leads to. Of an officer's answer no event tells the time.
 * `downtimes`: the cell's register.
 */
export const deadlineFaults = (items: DossierItems, folded: Folded, downtimes: readonly CertifiedDowntime[] = []): string[] => {
  const { deadline, state, withdrawnFrom, supplement } = items.meta;
  if (terminalStates.includes(state) || state === 'draft') return difference('the deadline', deadline, undefined);
  // What no calendar reached waits for one: the sweep says so every minute.
  if (deadline?.kind === 'reckoning') return [];
  const standing = state === 'withdrawal-requested' ? withdrawnFrom : state;
  if (standing === 'new' || supplement?.provided)
    return difference('what is awaited', deadline?.kind, folded.intakeRuns ? 'intake' : items.meta.withdrawalDue && 'withdrawal');
  const all = reckoned(items, folded, downtimes);
  if (!all || isNext(deadline, all, folded)) return [];
  const next = all.find(({ at }) => at > (folded.deadlineSetAt ?? ''));
  return [
    `the deadline is ${deadline ? `${deadline.kind} at ${deadline.at}` : 'absent'}, its history says ${next ? `${next.kind} at ${next.at}` : 'none'}`,
  ];
};
