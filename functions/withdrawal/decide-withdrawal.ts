import { afterFee, readFeeTime } from '../deadline/after-fee.ts';
import type { DeadlineDeps } from '../deadline/deadline-after.ts';
import { dropDraft } from '../deadline/extension.ts';
import type { DossierState } from '../ledger/dossier-state.ts';
import { errandKey } from '../ledger/item-keys.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { PersonalData, Sealed } from '../ledger/personal-data.ts';
import { readStoppable, stopStep } from '../ledger/stop-step.ts';
import { type Decided, type StepDeps, takePlainStep } from '../ledger/take-step.ts';
import { sealWords, type Words, wordsReference, wordsWrite } from '../ledger/words.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { awaitsIntake, intakeIndex } from '../procedure/intake.ts';
import { deadlineStanding } from './deadline-standing.ts';
import { putOffAnswer } from './put-off-answer.ts';
import { Withdrawal, withdrawalWrite } from './withdrawal.ts';

export type DecideWithdrawalDeps = StepDeps & DeadlineDeps & { readonly personalData: Pick<PersonalData, 'seal'>; readonly clock: Clock };

type WithdrawalDecision =
  | ({ readonly decision: 'GRANT' } & Words)
  | { readonly decision: 'REFUSE'; readonly reason: string; readonly legalBasis: string };

export type DecideWithdrawalInput = WithdrawalDecision & {
  readonly caller: Pick<Staff, 'sub' | 'office'>;
  readonly dossierId: string;
  readonly cause: string;
};

export type DecideWithdrawalOutcome =
  | { readonly kind: 'answered'; readonly meta: Meta }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState };

/** What follows when a dossier comes back to its fee, and the fee was booked meanwhile: it goes on as if it had been booked now. */
const afterPaidMeanwhile = async (deps: DeadlineDeps, back: Meta, at: Date): Promise<Pick<Step, 'events' | 'change' | 'writes'>> => {
  const { previous } = back;
  if (!previous || previous === 'new') throw new Error(`a fee of dossier ${back.dossierId} leads back to ${previous ?? 'no state'}`);
  const edge = { transition: 'settlePayment', to: previous } as const;
  const after = afterFee(back, edge, at, await readFeeTime(deps)(back, at));
  return { ...after, events: [{ event: { type: 'dossier.fee-settled', data: {} }, edge }, ...after.events] };
};

/**
 * Answers a request to withdraw. Granted, the dossier is stopped: open tasks are cancelled, money stays booked. Refused, it goes back to
 * where it stood, with its tasks, its supplement or its fee as they are by then; the applicant's time to complete or to pay it is put off
 * by the time that the request waited.
 * @throws OutsideCalendar
 */
export const decideWithdrawal = (deps: DecideWithdrawalDeps) => {
  const { ledger, personalData, calendars, clock } = deps;

  return async (input: DecideWithdrawalInput): Promise<DecideWithdrawalOutcome> => {
    const { caller, dossierId, decision, reason, legalBasis, cause } = input;
    let sealed: Sealed | undefined;

    const grant = async (meta: Meta, at: Date): Promise<Pick<Step, 'events' | 'change' | 'writes'>> => {
      const words = reason || legalBasis ? wordsReference(meta.n + 1) : undefined;
      const stop = stopStep(await readStoppable(ledger, meta), { reason: 'WITHDRAWN', at, words });
      return { ...stop, change: { ...stop.change, apology: undefined }, writes: [...stop.writes, ...dropDraft(meta)] };
    };

    const refuse = async (meta: Meta, at: Date, waitedMs: number): Promise<Pick<Step, 'events' | 'change' | 'index' | 'writes'>> => {
      const to = meta.withdrawnFrom;
      if (!to) throw new Error(`dossier ${dossierId} is to be withdrawn from nowhere`);
      const words = wordsReference(meta.n + 1);
      const refused = (duty: { readonly answerBy?: string; readonly lapsesAt?: string }): Step['events'][number] => ({
        event: { type: 'dossier.withdrawal-refused', data: { reason: words, legalBasis: words, ...duty } },
        edge: { transition: 'refuseWithdrawal', to },
      });
      const answer = to === 'supplement-requested' ? await putOffAnswer(deps, meta, waitedMs) : undefined;
      const change = answer ? { supplement: answer.supplement } : {};
      const back: Meta = { ...meta, ...change, state: to, withdrawnFrom: undefined, withdrawalDue: undefined };
      if (to === 'payment-requested' && meta.amountDue === 0) {
        const paid = await afterPaidMeanwhile(deps, back, at);
        // Where the fee moves no clock, what comes next is what it was before the request.
        const on: Meta = { ...back, state: back.previous === 'accepted' ? 'processing' : (back.previous ?? to), previous: undefined };
        const { deadline } = await deadlineStanding(deps)(on, at);
        return { ...paid, change: { deadline, ...paid.change }, events: [refused({}), ...paid.events] };
      }
      const { deadline, lapsesAt } = await deadlineStanding(deps)(back, at, waitedMs);
      const duty = {
        ...(answer && { answerBy: answer.supplement.answerBy }),
        ...(to === 'payment-requested' && waitedMs > 0 && lapsesAt && { lapsesAt }),
      };
      return {
        events: [refused(duty)],
        change: { ...change, deadline },
        ...(awaitsIntake(back) && { index: intakeIndex(calendars.current, meta) }),
        writes: answer?.writes ?? [],
      };
    };

    const decide = async (meta: Meta): Promise<Decided<DecideWithdrawalOutcome>> => {
      if (meta.office !== caller.office || meta.state === 'draft') return { outcome: { kind: 'not-found' } };
      if (meta.state !== 'withdrawal-requested') return { outcome: { kind: 'wrong-state', state: meta.state } };
      const at = clock.now();
      const { requestedAt } = Withdrawal.parse(await ledger.readItem(errandKey(dossierId, 'WITHDRAWAL')));
      const waitedMs = Math.max(0, at.getTime() - Date.parse(requestedAt));
      const step = decision === 'GRANT' ? await grant(meta, at) : await refuse(meta, at, waitedMs);
      // Sealed once, however often the step is decided anew.
      if (reason || legalBasis) sealed ??= await sealWords(personalData, dossierId, { reason, legalBasis });
      const [first] = step.events;
      return {
        step: {
          ...step,
          change: { ...step.change, withdrawalDue: undefined },
          at,
          by: { kind: 'staff', id: caller.sub },
          cause,
          writes: [
            ...(step.writes ?? []),
            withdrawalWrite(meta, requestedAt, false),
            ...(sealed && first ? [wordsWrite(dossierId, meta.n + 1, first.event.type, at, sealed)] : []),
          ],
        },
      };
    };

    const done = await takePlainStep(deps)(dossierId, decide);
    switch (done.kind) {
      case 'taken':
        return { kind: 'answered', meta: done.meta };
      default:
        return done;
    }
  };
};
