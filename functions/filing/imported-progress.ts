import type { Calendar } from '../calendar/calendar.ts';
import { localDay } from '../calendar/local-time.ts';
import { dossierClock } from '../deadline/dossier-clock.ts';
import { nextDeadline } from '../deadline/next-deadline.ts';
import { taskLimits } from '../deadline/task-limits.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { startProcessing } from '../ledger/open-stage.ts';
import { feeRow } from '../procedure/fee.ts';
import { intakeIndex, intakeTimesOf } from '../procedure/intake.ts';
import type { OfficesOfCommune } from '../procedure/offices.ts';
import { buildPlan } from '../procedure/plan.ts';
import type { Procedure } from '../procedure/procedure.ts';
import type { Stamps } from './import-stamps.ts';

/** What a dossier needs to go on here from where another system had it. */
export type Progress = Pick<Step, 'events' | 'change' | 'index' | 'writes'>;

export type Place = { readonly procedure: Procedure; readonly calendar: Calendar; readonly offices: OfficesOfCommune; readonly at: Date };

const utc = (text: string): string => new Date(text).toISOString();

const passed = (deadline: string, dueAt: string): Step['events'][number] => ({
  event: { type: 'dossier.deadline-passed', data: { deadline, dueAt } },
});

/** Submitted elsewhere: its lookups begin, and the hours for its answer run since it came there. @throws OutsideCalendar */
export const importedSubmission = (meta: Meta, stamps: Stamps, { procedure, calendar, at }: Place): Progress => {
  const arrivedAt = stamps.arrivedAt && utc(stamps.arrivedAt);
  const submittedAt = utc(stamps.submittedAt);
  const come = { ...meta, submittedAt, arrivedAt: arrivedAt || undefined };
  const intake = intakeTimesOf(calendar, come);
  const dueAt = intake.dueAt.toISOString();
  const isPast = dueAt < at.toISOString();
  const isNew = stamps.status === 1;
  const data = {
    ...{ code: stamps.code, receivedAt: intake.receivedAt.toISOString(), given: true as const, submittedAt },
    ...(arrivedAt && { arrivedAt }),
  };
  return {
    events: [
      { event: { type: 'dossier.submitted', data }, edge: { transition: 'submit', to: 'new' } },
      ...(isNew && isPast ? [passed('intake', dueAt)] : []),
    ],
    change: {
      code: stamps.code,
      submittedAt,
      lookups: procedure.lookups.length > 0 ? 'waiting' : 'done',
      ...(isNew && !isPast && { deadline: { kind: 'intake' as const, at: dueAt } }),
    },
    ...(isNew && { index: intakeIndex(calendar, come) }),
  };
};

/**
 * Accepted elsewhere: nobody here has asked the registries, so its plan keeps every task; its clock runs since its own acceptance, to
 * its own appointment. Undefined when no row of the fee schedule covers it, or it says that a fee is due where none is.
 * @throws OutsideCalendar
 */
export const importedAcceptance = (meta: Meta, stamps: Stamps, place: Place): Progress | { readonly feeUnknownOn: string } => {
  const { procedure, calendar, offices, at } = place;
  const acceptedAt = utc(stamps.acceptedAt ?? stamps.submittedAt);
  const dueAt = stamps.dueAt && utc(stamps.dueAt);
  const day = localDay(new Date(acceptedAt));
  const fee = feeRow(procedure, { channel: meta.channel, day });
  const isDue = stamps.status === 6;
  if (isDue && !fee?.amount) return { feeUnknownOn: day };
  const amountDue = isDue && fee ? fee.amount : 0;
  const skipped = Object.fromEntries(procedure.lookups.map((registry) => [registry, 'unavailable']));
  const asks = procedure.lookups.length > 0;
  const change = {
    ...{ acceptedAt, calendarVersion: calendar.version, amountDue },
    ...(dueAt && { dueAt, appointedFor: dueAt }),
    stages: buildPlan(procedure, { facts: meta.facts, findings: skipped, offices }),
    findings: skipped,
    lookups: asks ? ('skipped' as const) : ('done' as const),
  };
  const data = { ...(dueAt && { dueAt }), acceptedAt, office: meta.receivedOffice ?? meta.office, ...(asks && { findings: skipped }) };
  const accepted: Step['events'][number] = {
    event: { type: 'dossier.accepted', data },
    edge: { transition: 'accept', to: 'accepted' },
  };
  const clock = dossierClock({ ...meta, ...change }, procedure, calendar, isDue ? [{ kind: 'FEE', from: at }] : []);
  const base = { ...meta, ...change };
  const late = dueAt && dueAt < at.toISOString() ? [passed('processing', dueAt)] : [];
  if (isDue) {
    const deadline = nextDeadline({ meta: { ...base, state: 'payment-requested', previous: 'accepted' }, clock }, { at });
    const asked: Step['events'][number] = {
      event: { type: 'dossier.payment-requested', data: { amount: amountDue } },
      edge: { transition: 'requestPayment', to: 'payment-requested' },
    };
    return { events: [accepted, asked, ...late], change: { ...change, deadline } };
  }
  const start = startProcessing(base, at, taskLimits(procedure, calendar));
  const deadline = nextDeadline({ meta: { ...base, state: 'processing', previous: undefined }, clock, tasks: start.tasks }, { at });
  return {
    events: [accepted, { event: start.event, edge: start.edge }, ...late],
    change: { ...change, ...start.change, deadline },
    writes: start.writes,
  };
};
