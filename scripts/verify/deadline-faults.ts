import { bundledCalendars } from '../../functions/calendar/calendars.ts';
import { OutsideCalendar } from '../../functions/calendar/outside-calendar.ts';
import { workingMinutesBetween } from '../../functions/calendar/working-time.ts';
import { type ClockEvent, type DossierClock, dossierClock } from '../../functions/deadline/dossier-clock.ts';
import { deadlinesOf } from '../../functions/deadline/next-deadline.ts';
import { feesOf } from '../../functions/deadline/read-clock-events.ts';
import { terminalStates } from '../../functions/ledger/dossier-state.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { bundledProcedures } from '../../functions/procedure/catalogue.ts';
import { difference } from './difference.ts';
import type { DossierItems } from './dossier-items.ts';
import type { Folded } from './fold-history.ts';

type Deadline = NonNullable<Meta['deadline']>;

/** What the legal clock brings: it is told also when the clock has been stopped since it was reached. */
const reachable: readonly Deadline['kind'][] = ['apology', 'escalation-70', 'escalation-90', 'processing'];

/** What the history says of the times in which the clock stood still, but for downtimes: these move the due time by an event of their own. */
const clockEvents = ({ events }: DossierItems, { supplements }: Folded): readonly ClockEvent[] => [
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
];

/**
 * The clock by the procedure and the calendar that the dossier was accepted under, with the due time that the history tells; undefined
 * where this version of the checker knows them no more, and where a limit began anew around an extension.
 */
const clockOf = (items: DossierItems, folded: Folded): DossierClock | undefined => {
  const { meta } = items;
  const procedure = bundledProcedures.version(meta.procedure, meta.procedureVersion);
  const calendar = bundledCalendars.continued(meta.calendarVersion ?? bundledCalendars.current.version);
  const { extended, dueAt } = folded;
  if (!procedure || !calendar || (extended && procedure.clock.supplement.value === 'RESTART')) return undefined;
  const clock = dossierClock(meta, procedure, calendar, clockEvents(items, folded));
  if (clock.kind !== 'running' || !dueAt) return clock;
  const added = extended ? workingMinutesBetween(clock.time, new Date(extended.from), new Date(extended.dueAt)) : 0;
  return { ...clock, dueAt: new Date(dueAt), workMinutes: clock.workMinutes + added };
};

/** The deadlines of a dossier as it stands; undefined where they cannot be reckoned. */
const reckoned = (items: DossierItems, folded: Folded): readonly Deadline[] | undefined => {
  try {
    const clock = clockOf(items, folded);
    return clock && deadlinesOf({ meta: items.meta, clock, tasks: items.tasks });
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
 * What happens next by itself, as META says it, against what its history leads to. Of an officer's answer no event tells the time; a
 * downtime that was certified meanwhile is not known here, but the event that moves the due time is.
 */
export const deadlineFaults = (items: DossierItems, folded: Folded): string[] => {
  const { deadline, state, withdrawnFrom, supplement } = items.meta;
  if (terminalStates.includes(state) || state === 'draft') return difference('the deadline', deadline, undefined);
  // What no calendar reached waits for one: the sweep says so every minute.
  if (deadline?.kind === 'reckoning') return [];
  const standing = state === 'withdrawal-requested' ? withdrawnFrom : state;
  if (standing === 'new' || supplement?.provided)
    return difference('what is awaited', deadline?.kind, folded.intakeRuns ? 'intake' : undefined);
  const all = reckoned(items, folded);
  if (!all || isNext(deadline, all, folded)) return [];
  const next = all.find(({ at }) => at > (folded.deadlineSetAt ?? ''));
  return [
    `the deadline is ${deadline ? `${deadline.kind} at ${deadline.at}` : 'absent'}, its history says ${next ? `${next.kind} at ${next.at}` : 'none'}`,
  ];
};
