import { minuteOf } from '../calendar/agency-hours.ts';
import type { AgencyTime } from '../calendar/agency-time.ts';
import { atMinute, localDay, minuteOfDay } from '../calendar/local-time.ts';
import { subtractWorkingMinutes, workingDayBefore } from '../calendar/working-time.ts';
import type { DeadlineKind } from '../ledger/meta.ts';
import type { DossierClock } from './dossier-clock.ts';

type MilestoneKind = Extract<DeadlineKind, 'apology' | 'escalation-70' | 'escalation-90' | 'processing'>;
type Milestone = { readonly kind: MilestoneKind; readonly at: Date };

type Running = Extract<DossierClock, { kind: 'running' }>;

/** Percent of the working time after which somebody is told; at 100 the due time has passed. */
const ESCALATIONS = [
  { kind: 'escalation-70', percent: 70 },
  { kind: 'escalation-90', percent: 90 },
] as const;

/** A limit of less than so many working days leaves no day on which to announce that it will not be kept. */
const LEAST_DAYS_FOR_APOLOGY = 2;

/** The apology is out a working day before the due time (domain notes, README 7), and its leader has this time of work to sign it. */
const TO_SIGN_MINUTES = 120;

const minutesOfDay = ({ hours }: AgencyTime): number =>
  hours.office.value.reduce((sum, { from, to }) => sum + minuteOf(to) - minuteOf(from), 0);

const draftOfApology = (time: AgencyTime, dueAt: Date): Date => {
  const dayBefore = atMinute(workingDayBefore(time, localDay(dueAt)), minuteOfDay(dueAt));
  return subtractWorkingMinutes(time, dayBefore, TO_SIGN_MINUTES);
};

/**
 * The moments of a running clock at which something happens by itself, the earliest first; the last is the due time. They hang on what
 * is left: 70 % are used up when 30 % are left, so that a pause moves them with the due time. `mayApologize`: a due time that was put off once is not put off again.
 * @throws OutsideCalendar
 */
export const milestonesOf = ({ time, dueAt, startsAt, workMinutes }: Running, mayApologize: boolean): readonly Milestone[] => {
  const apologizes = mayApologize && workMinutes >= LEAST_DAYS_FOR_APOLOGY * minutesOfDay(time);
  const before: Milestone[] = [
    ...(apologizes ? [{ kind: 'apology' as const, at: draftOfApology(time, dueAt) }] : []),
    ...ESCALATIONS.map(({ kind, percent }) => ({
      kind,
      at: subtractWorkingMinutes(time, dueAt, Math.floor((workMinutes * (100 - percent)) / 100)),
    })),
  ];
  return [
    ...before.filter(({ at }) => at > startsAt && at < dueAt).sort((one, other) => one.at.getTime() - other.at.getTime()),
    { kind: 'processing', at: dueAt },
  ];
};
