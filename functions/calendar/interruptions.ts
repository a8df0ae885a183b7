import { appointmentOf, type ProcedureClock } from './appointment.ts';
import type { ClockRules } from './clock-rules.ts';
import type { StartMoments } from './clock-start.ts';
import { addWorkingMinutes, workingMinutesBetween } from './working-time.ts';

/** Something that the clock may stand still for; without `to` it lasts still. */
export type Interruption = {
  readonly kind: 'SUPPLEMENT' | 'FEE' | 'CERTIFIED_DOWNTIME';
  readonly from: Date;
  readonly to?: Date | undefined;
};

/** A due time that a leader has put off at `from`. It names a date, which what interrupted the clock before does not move any more. */
export type Extension = { readonly kind: 'EXTENSION'; readonly from: Date; readonly dueAt: Date };

export type Deadline =
  | { readonly kind: 'not-started' }
  /** `workMinutes`: working time of the limit and of what a leader has added to it; pauses are no part of it. */
  | { readonly kind: 'running'; readonly startsAt: Date; readonly dueAt: Date; readonly workMinutes: number }
  /** The clock stands still, so that nothing is due. */
  | { readonly kind: 'stopped'; readonly startsAt: Date; readonly by: Interruption };

type Effect = 'PAUSE' | 'RESTART' | 'RUN';

const effectOf = ({ kind }: Interruption, { supplement, whileUnpaid }: ClockRules): Effect => {
  if (kind === 'SUPPLEMENT') return supplement.value;
  return kind === 'FEE' ? whileUnpaid.value : 'PAUSE';
};

/**
 * The deadline after everything that interrupted the clock. A pause moves the due time by the working time in it; times that
 * several pauses share count once. A restart counts the whole limit anew from its end. What begins at or after the due time no
 * longer changes it: the dossier is late already. An extension puts off the due time also after it has passed; what interrupts the clock
 * afterwards counts again. `appointedFor`: an appointment that was made elsewhere, from which the clock goes on. @throws OutsideCalendar
 */
export const deadlineOf = (
  clock: ProcedureClock,
  moments: StartMoments & { readonly appointedFor?: Date | undefined },
  interruptions: readonly (Interruption | Extension)[],
): Deadline => {
  const first = appointmentOf(clock, moments);
  if (!first) return { kind: 'not-started' };
  let { startsAt } = first;
  let dueAt = moments.appointedFor ?? first.dueAt;
  let workMinutes = workingMinutesBetween(clock.deciding, startsAt, dueAt);
  let countedTo = startsAt;

  /** Moves the due time by the working time up to `to` that no earlier pause has covered. */
  const pauseTo = (from: Date, to: Date): void => {
    const minutes = workingMinutesBetween(clock.deciding, from > countedTo ? from : countedTo, to);
    if (minutes > 0) dueAt = addWorkingMinutes(clock.deciding, dueAt, minutes);
    if (to > countedTo) countedTo = to;
  };

  const extend = ({ from, dueAt: named }: Extension): void => {
    // A pause that goes on beyond the signature still counts from there.
    const minutes = workingMinutesBetween(clock.deciding, from, countedTo);
    const to = minutes > 0 ? addWorkingMinutes(clock.deciding, named, minutes) : named;
    if (to <= dueAt) return;
    workMinutes += workingMinutesBetween(clock.deciding, dueAt, named);
    dueAt = to;
  };

  for (const one of interruptions.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    if (one.kind === 'EXTENSION') {
      extend(one);
      continue;
    }
    const effect = effectOf(one, clock.rules);
    if (effect === 'RUN' || one.from >= dueAt) continue;
    if (!one.to) return { kind: 'stopped', startsAt, by: one };
    if (effect === 'PAUSE') {
      pauseTo(one.from, one.to);
      continue;
    }
    const pausedTo = countedTo;
    const again = appointmentOf({ ...clock, clockStart: 'ACCEPTED' }, { acceptedAt: one.to });
    if (!again) throw new Error('a clock that starts on completion has started');
    ({ startsAt, dueAt } = again);
    workMinutes = workingMinutesBetween(clock.deciding, startsAt, dueAt);
    countedTo = startsAt;
    pauseTo(startsAt, pausedTo);
  }
  return { kind: 'running', startsAt, dueAt, workMinutes };
};
