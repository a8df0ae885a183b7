import { appointmentOf } from '../calendar/appointment.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { localDay } from '../calendar/local-time.ts';
import { dossierClock } from '../deadline/dossier-clock.ts';
import { type IntakeDeps, intakeTimingWithDowntimes } from '../deadline/intake-put-off.ts';
import { nextDeadline } from '../deadline/next-deadline.ts';
import { taskLimits } from '../deadline/task-limits.ts';
import type { DossierState } from '../ledger/dossier-state.ts';
import type { IdentityProof } from '../ledger/identity-proof.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { takesIn } from '../ledger/office-of-dossier.ts';
import { startProcessing } from '../ledger/open-stage.ts';
import { type Decided, type StepDeps, takeStep } from '../ledger/take-step.ts';
import type { Task } from '../ledger/task.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import { clockOf } from '../procedure/clock.ts';
import { feeRow } from '../procedure/fee.ts';
import { type NotForIntake, notForIntake } from '../procedure/intake.ts';
import { officesBeside, receivingAgency } from '../procedure/offices.ts';
import { buildPlan } from '../procedure/plan.ts';
import type { Procedure } from '../procedure/procedure.ts';
import { TRACKING_SECRET_BYTES, trackingHash } from './tracking-secret.ts';

export type AcceptDossierDeps = StepDeps & {
  readonly procedures: Procedures;
  readonly downtimes: IntakeDeps['downtimes'];
  readonly calendar: Calendar;
  readonly ids: Pick<Ids, 'code'>;
  readonly clock: Clock;
};

export type AcceptDossierInput = {
  readonly caller: Staff;
  readonly dossierId: string;
  readonly identityVerifiedBy?: IdentityProof | undefined;
  readonly cause: string;
};

export type AcceptDossierOutcome =
  /** `trackingSecret` is known here only: the dossier keeps its hash. */
  | { readonly kind: 'accepted'; readonly meta: Meta; readonly trackingSecret: string }
  | { readonly kind: 'not-found' }
  | NotForIntake
  | { readonly kind: 'lookups-open' }
  | { readonly kind: 'identity-unverified'; readonly finding: string }
  | { readonly kind: 'fee-unknown'; readonly day: string }
  | { readonly kind: 'time-limit-unknown'; readonly procedure: string };

/** What an officer who does not wait for the lookups knows of each registry; undefined when they are finished. */
const skippedFindings = ({ lookups, findings }: Meta, procedure: Procedure): Record<string, string> | undefined => {
  if (lookups === 'done') return undefined;
  return Object.fromEntries(procedure.lookups.flatMap((registry) => (findings[registry] ? [] : [[registry, 'unavailable']])));
};

/**
 * Accepts a submission: sets the appointment, the amount due and the plan of tasks that the lookups left open, and walks on to the
 * payment or, where nothing is due, to the agencies. An officer who verified the person need not wait for lookups that do not come:
 * the plan then keeps every task.
 * @throws OutsideCalendar
 */
export const acceptDossier = (deps: AcceptDossierDeps) => {
  const { procedures, calendar, ids, clock } = deps;

  return async ({ caller, dossierId, identityVerifiedBy, cause }: AcceptDossierInput): Promise<AcceptDossierOutcome> => {
    const trackingSecret = ids.code(TRACKING_SECRET_BYTES);

    const decide = async (meta: Meta): Promise<Decided<Exclude<AcceptDossierOutcome, { kind: 'accepted' }>>> => {
      if (!takesIn(meta, caller)) return { outcome: { kind: 'not-found' } };
      const notYet = notForIntake(meta);
      if (notYet) return { outcome: notYet };
      if (meta.lookups !== 'done' && !identityVerifiedBy) return { outcome: { kind: 'lookups-open' } };
      const procedure = procedureOf(procedures, meta);
      const skipped = skippedFindings(meta, procedure);
      const finding = meta.findings['population'] ?? 'not-asked';
      if (finding !== 'match' && !identityVerifiedBy) return { outcome: { kind: 'identity-unverified', finding } };

      const at = clock.now();
      const day = localDay(at);
      const fee = feeRow(procedure, { channel: meta.channel, day });
      if (!fee) return { outcome: { kind: 'fee-unknown', day } };

      const procedureClock = clockOf(procedure, calendar, receivingAgency(meta));
      if (!procedureClock) return { outcome: { kind: 'time-limit-unknown', procedure: procedure.id } };
      const isDue = fee.amount > 0;
      // Unknown while the fee that starts the clock is not paid.
      const dueAt = appointmentOf(procedureClock, { acceptedAt: at, ...(!isDue && { paidAt: at }) })?.dueAt.toISOString();
      const findings = { ...meta.findings, ...skipped };
      const change = {
        acceptedAt: at.toISOString(),
        ...(dueAt && { dueAt }),
        calendarVersion: calendar.version,
        supplement: undefined,
        amountDue: fee.amount,
        stages: buildPlan(procedure, { facts: meta.facts, findings, offices: officesBeside(meta.office) }),
        trackingHash: trackingHash(trackingSecret),
        ...(skipped && { lookups: 'skipped' as const }),
        ...(identityVerifiedBy && { findings: { ...findings, identity: identityVerifiedBy } }),
      };
      const data = {
        ...(dueAt && { dueAt }),
        office: caller.office,
        ...(identityVerifiedBy && { identityVerifiedBy }),
        ...(skipped && { findings: skipped }),
        timing: await intakeTimingWithDowntimes(deps, meta, at),
      };
      const accepted: Step['events'][number] = {
        event: { type: 'dossier.accepted', data },
        edge: { transition: meta.state === 'new' ? 'accept' : 'completeSupplement', to: 'accepted' },
      };
      const step = { at, by: { kind: 'staff' as const, id: caller.sub }, cause };
      const legalClock = dossierClock({ ...meta, ...change }, procedure, calendar, isDue ? [{ kind: 'FEE', from: at }] : []);
      const deadlineIn = (state: DossierState, tasks?: readonly Task[]) =>
        nextDeadline({ meta: { ...meta, ...change, state, previous: 'accepted' }, clock: legalClock, tasks }, { at });
      if (isDue) {
        const asked: Step['events'][number] = {
          event: { type: 'dossier.payment-requested', data: { amount: fee.amount } },
          edge: { transition: 'requestPayment', to: 'payment-requested' },
        };
        return { step: { ...step, events: [accepted, asked], change: { ...change, deadline: deadlineIn('payment-requested') } } };
      }
      const start = startProcessing({ ...meta, ...change }, at, taskLimits(procedure, calendar));
      return {
        step: {
          ...step,
          events: [accepted, { event: start.event, edge: start.edge }],
          change: { ...change, ...start.change, deadline: deadlineIn('processing', start.tasks) },
          writes: start.writes,
        },
      };
    };

    const done = await takeStep(deps)(dossierId, decide);
    switch (done.kind) {
      case 'taken':
        return { kind: 'accepted', meta: done.meta, trackingSecret };
      case 'refused':
        throw new Error(`acceptance of ${dossierId} was refused: ${done.by}`);
      default:
        return done;
    }
  };
};
