import type { DossierState } from '../ledger/dossier-state.ts';
import { earlierUse, type OnceRequest, oncePointer } from '../ledger/idempotency.ts';
import { paymentKey } from '../ledger/item-keys.ts';
import type { Step } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';
import { type Decided, type StepDeps, takeStep } from '../ledger/take-step.ts';
import { timingOf } from '../ledger/task.ts';
import type { Citizen } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import { type PayPage, payUrl } from './pay-url.ts';
import { MOST_ATTEMPTS, Payment, parseReference, referenceOf } from './payment.ts';
import type { MerchantAccount } from './vnpay.ts';

/** How long the gateway takes a payment for an attempt (milliseconds). */
const OPEN_FOR_MS = 15 * 60_000;

export type OpenPaymentDeps = StepDeps & {
  readonly clock: Clock;
  readonly ownerIndex: Pick<OwnerIndex, 'all'>;
  readonly account: () => Promise<MerchantAccount>;
  readonly page: PayPage['page'];
  readonly returnUrl: PayPage['returnUrl'];
};

export type OpenPaymentInput = {
  readonly caller: Pick<Citizen, 'sub' | 'pin'>;
  readonly dossierId: string;
  readonly key: string;
  readonly ipAddress: string;
  readonly cause: string;
};

export type OpenPaymentOutcome =
  | {
      readonly kind: 'opened';
      readonly attempt: number;
      readonly reference: string;
      readonly amount: number;
      readonly payUrl: string;
      readonly expiresAt: string;
    }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'wrong-state'; readonly state: DossierState }
  | { readonly kind: 'nothing-to-pay'; readonly state: DossierState }
  | { readonly kind: 'attempts-exhausted' }
  /** The time in which the fee could be paid is over. */
  | { readonly kind: 'lapsed' }
  | { readonly kind: 'key-reused' };

type Found = { readonly kind: 'found'; readonly payment: Payment; readonly code: string };

const codeOf = ({ dossierId, code }: Meta): string => {
  if (!code) throw new Error(`dossier ${dossierId} is asked to pay but has no code`);
  return code;
};

/** Whether the fee has lapsed, though the dossier is not stopped yet. What is opened from then on would keep it waiting for ever. */
const hasLapsed = ({ deadline }: Meta, at: Date): boolean =>
  deadline?.kind === 'attempt' || (deadline?.kind === 'payment' && timingOf(at, deadline.at) === 'AFTER');

const newAttempt = (meta: Meta, at: Date): Payment => {
  const attempt = meta.attempts + 1;
  return {
    dossierId: meta.dossierId,
    attempt,
    reference: referenceOf(meta.dossierId, attempt),
    amount: meta.amountDue,
    state: 'open',
    createdAt: at.toISOString(),
    validUntil: new Date(at.getTime() + OPEN_FOR_MS).toISOString(),
  };
};

/**
 * Opens an attempt to pay what is due and gives the signed address of the gateway's page. The same idempotency key answers with the
 * same attempt, whatever became of it; another key with the attempt that can still be paid, if there is one, so that nobody pays
 * twice from two windows. An address is signed anew each time, so that none lies in the table.
 */
export const openPayment = (deps: OpenPaymentDeps) => {
  const { ledger, clock, ownerIndex, account, page, returnUrl } = deps;

  return async ({ caller, dossierId, key, ipAddress, cause }: OpenPaymentInput): Promise<OpenPaymentOutcome> => {
    const ownerKeys = await ownerIndex.all(caller.pin);
    const request: OnceRequest = { caller: caller.sub, operation: 'openPayment', key, body: { dossierId } };
    type Outcome = Exclude<OpenPaymentOutcome, { kind: 'opened' }> | Found;
    let opened: Payment | undefined;

    /** The newest attempt, when the gateway still takes a payment for it: `request` then stands for it as well. */
    const stillOpen = async (meta: Meta, at: Date): Promise<Payment | undefined> => {
      if (meta.attempts === 0) return undefined;
      const payment = Payment.parse(await ledger.readItem(paymentKey(dossierId, meta.attempts)));
      const payable = payment.state === 'open' && payment.validUntil > at.toISOString() && payment.amount === meta.amountDue;
      if (!payable) return undefined;
      // No step, so no transaction: the one thing that the key could collide with is its own use for another dossier at this moment.
      const { key: pointer, item } = oncePointer(request, payment.reference, at);
      await ledger.putItem(pointer, item);
      return payment;
    };

    const decide = async (meta: Meta): Promise<Decided<Outcome>> => {
      if (!ownerKeys.includes(meta.ownerKey)) return { outcome: { kind: 'not-found' } };
      const at = clock.now();
      const earlier = await earlierUse(ledger, request, at);
      if (earlier?.kind === 'other-request') return { outcome: { kind: 'key-reused' } };
      if (earlier) {
        const attempt = parseReference(earlier.reference)?.attempt ?? 0;
        const payment = Payment.parse(await ledger.readItem(paymentKey(dossierId, attempt)));
        return { outcome: { kind: 'found', payment, code: codeOf(meta) } };
      }
      if (meta.state !== 'payment-requested')
        return { outcome: { kind: meta.acceptedAt && meta.amountDue === 0 ? 'nothing-to-pay' : 'wrong-state', state: meta.state } };
      const open = await stillOpen(meta, at);
      if (open) return { outcome: { kind: 'found', payment: open, code: codeOf(meta) } };
      if (hasLapsed(meta, at)) return { outcome: { kind: 'lapsed' } };
      if (meta.attempts >= MOST_ATTEMPTS) return { outcome: { kind: 'attempts-exhausted' } };
      const payment = newAttempt(meta, at);
      opened = payment;
      const { attempt, amount, reference } = payment;
      const step: Step = {
        at,
        by: { kind: 'owner' },
        cause,
        events: [{ event: { type: 'payment.attempted', data: { attempt, amount, reference } } }],
        change: { attempts: attempt },
        writes: [
          { kind: 'create', key: paymentKey(dossierId, attempt), item: payment, otherwise: 'attempt-exists' },
          oncePointer(request, reference, at),
        ],
      };
      return { step };
    };

    const answer = async ({ attempt, reference, amount, createdAt, validUntil }: Payment, code: string): Promise<OpenPaymentOutcome> => ({
      kind: 'opened',
      attempt,
      reference,
      amount,
      payUrl: payUrl(
        { account: await account(), page, returnUrl },
        { reference, amount, dossierCode: code, createdAt: new Date(createdAt), expiresAt: new Date(validUntil), ipAddress },
      ),
      expiresAt: validUntil,
    });

    const done = await takeStep(deps)(dossierId, decide);
    switch (done.kind) {
      case 'taken':
        if (!opened) throw new Error('a step was taken that opened no attempt');
        return answer(opened, codeOf(done.meta));
      case 'found':
        return answer(done.payment, done.code);
      case 'refused':
        // The key was used for another dossier at the same moment: with the same dossier, META would have changed as well.
        return { kind: 'key-reused' };
      default:
        return done;
    }
  };
};
