import type { AgencyTime } from '../calendar/agency-time.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { dueTime } from '../calendar/due-time.ts';
import { deadlineOf, type Extension, type Interruption } from '../calendar/interruptions.ts';
import { pausedUntil } from '../calendar/paused-until.ts';
import { putOff } from '../calendar/working-time.ts';
import type { Meta } from '../ledger/meta.ts';
import { clockOf } from '../procedure/clock.ts';
import { receivingAgency } from '../procedure/offices.ts';
import type { Procedure } from '../procedure/procedure.ts';

/**
 * What moves a dossier's clock: supplements of the appraisal, fees, certified downtimes, and the extension that a leader signed.
 * `asideMs`: as long a request to withdraw waited for its answer while a fee was due; nobody had to pay in that time.
 */
export type ClockEvent = (Interruption & { readonly asideMs?: number }) | Extension;

/** Where the legal clock of a dossier stands. */
export type DossierClock = (
  | { readonly kind: 'not-started' }
  /** Nothing is due, because a supplement, a fee or a downtime without an end stops the clock. */
  | { readonly kind: 'stopped'; readonly startsAt: Date; readonly by: Interruption }
  | {
      readonly kind: 'running';
      readonly startsAt: Date;
      /** The appointment, with every pause and the extension in it; it may have passed. */
      readonly dueAt: Date;
      /** Minutes of work that the limit holds, those of the extension included. */
      readonly workMinutes: number;
      /** The time of the agency that decides. */
      readonly time: AgencyTime;
    }
) & {
  /** When a fee that is due lapses with the dossier; absent while nothing is due, and where no such limit is known. */
  readonly lapsesAt?: Date;
};

/**
 * When the dossier lapses because its fee stays unpaid. A fee whose end is not told is due; nobody could pay while the cell was down.
 */
const lapseOf = (procedure: Procedure, time: () => AgencyTime, events: readonly ClockEvent[]): { lapsesAt?: Date } => {
  const lapse = procedure.unpaidLapse.value;
  const unpaid = events.find((event) => event.kind === 'FEE' && !event.to);
  if (!lapse || unpaid?.kind !== 'FEE') return {};
  const { dueAt } = dueTime(time(), lapse, { at: unpaid.from, sameDayIsOver: false }, procedure.clock);
  const pauses = events.flatMap((event) => (event.kind === 'CERTIFIED_DOWNTIME' && event.to ? [{ from: event.from, to: event.to }] : []));
  return { lapsesAt: pausedUntil(time(), unpaid.from, putOff(time(), dueAt, unpaid.asideMs ?? 0), pauses) };
};

/**
 * The clock of a dossier by the procedure and the calendar that it was accepted under. `events`: all that read-clock-events.ts finds;
 * a step that begins or ends one of them itself adds it. Before acceptance nothing runs; where the fee starts the clock, nothing before
 * it is paid.
 * @throws OutsideCalendar
 * @throws when the calendar does not know the agency, or the procedure no time limit
 */
export const dossierClock = (
  meta: Pick<Meta, 'acceptedAt' | 'appointedFor' | 'agency' | 'receivedOffice' | 'dossierId'>,
  procedure: Procedure,
  calendar: Calendar,
  events: readonly ClockEvent[],
): DossierClock => {
  if (!meta.acceptedAt) return { kind: 'not-started' };
  const clock = clockOf(procedure, calendar, receivingAgency(meta));
  if (!clock) throw new Error(`dossier ${meta.dossierId} was accepted though ${procedure.id} has no time limit`);
  const acceptedAt = new Date(meta.acceptedAt);
  const fees = events.flatMap((event) => (event.kind === 'FEE' ? [event] : []));
  const moments = {
    acceptedAt,
    // Where no fee is or was due, none is waited for.
    paidAt: fees.length === 0 ? acceptedAt : fees.find(({ to }) => to)?.to,
    ...(meta.appointedFor && { appointedFor: new Date(meta.appointedFor) }),
  };
  const lapse = lapseOf(procedure, () => clock.deciding, events);
  const deadline = deadlineOf(clock, moments, events);
  return deadline.kind === 'running' ? { ...deadline, time: clock.deciding, ...lapse } : { ...deadline, ...lapse };
};

/** The events with the one that lasts still ended at `at`: what a step knows that ends a supplement or settles a fee. */
export const ended = (events: readonly ClockEvent[], kind: Interruption['kind'], at: Date): readonly ClockEvent[] =>
  events.map((event) => (event.kind === kind && !event.to ? { ...event, to: at } : event));

/** The events with a fee that is due set aside for `ms` more: what a step knows that refuses to let the dossier be withdrawn. */
export const setAside = (events: readonly ClockEvent[], ms: number): readonly ClockEvent[] =>
  events.map((event) => (event.kind === 'FEE' && !event.to ? { ...event, asideMs: (event.asideMs ?? 0) + ms } : event));
