import { randomBytes } from 'node:crypto';
import type { VirtualClock } from '../../clock.ts';
import { gatewayTime } from './gateway-time.ts';
import type { Notifier } from './notifier.ts';
import { isExpired, isFromTheFuture, type Merchant, type PayRequest, type Refusal, readPayRequest, refused } from './pay-request.ts';
import { dayOf, type Outcome, outcomeOf, type Payment, resultParams } from './payment.ts';
import type { PaymentStore } from './payment-store.ts';
import { type Params, signedQuery } from './signature.ts';

export const choices = ['success', 'cancel', 'failure', 'repeat'] as const;

/**
 * What the customer presses. `repeat` on an open payment pays and notifies the merchant twice at the same moment; on one that
 * has ended it sends the same notification once more.
 */
export type Choice = (typeof choices)[number];

export type Opened = { readonly kind: 'open'; readonly payment: Payment } | Refusal;

const linkFacts = ({ txnRef, amount, orderInfo, bankCode, returnUrl, createDate, expireDate }: PayRequest) =>
  JSON.stringify([txnRef, amount, orderInfo, bankCode, returnUrl, createDate, expireDate]);

const isSameLink = (left: PayRequest, right: PayRequest) => linkFacts(left) === linkFacts(right);

/** The browser's way from the pay page back to the merchant. */
export class Checkout {
  readonly #merchant: Merchant;
  readonly #store: PaymentStore;
  readonly #notifier: Notifier;
  readonly #clock: VirtualClock;

  constructor(merchant: Merchant, store: PaymentStore, notifier: Notifier, clock: VirtualClock) {
    this.#merchant = merchant;
    this.#store = store;
    this.#notifier = notifier;
    this.#clock = clock;
  }

  /** Takes the merchant's signed link. The same link opens the same payment again; another one under its reference is refused. */
  open(params: Params): Opened {
    const read = readPayRequest(params, this.#merchant);
    if (read.kind === 'refused') return read;
    const { request } = read;
    const known = this.#store.byReference(request.txnRef, dayOf(request));
    if (known) return isSameLink(known, request) ? { kind: 'open', payment: known } : refused('duplicate-reference', request.txnRef);
    const now = this.#clock.now();
    if (isFromTheFuture(request, now)) return refused('not-yet-valid', 'vnp_CreateDate');
    if (isExpired(request, now)) return refused('expired', 'vnp_ExpireDate');
    return { kind: 'open', payment: this.#add(request) };
  }

  /** Finds the payment whose page was shown before. */
  openByToken(token: string): Opened {
    const payment = this.#store.byToken(token);
    return payment ? { kind: 'open', payment } : refused('unknown-payment', '');
  }

  /**
   * Ends the payment as chosen, tells the merchant (waiting for its first answer) and returns where the browser goes. Choosing
   * again what was chosen before only leads back; after the link's expiry every choice ends the payment as expired.
   */
  async choose(payment: Payment, choice: Choice): Promise<{ kind: 'return'; location: string } | { kind: 'already-ended' }> {
    if (payment.outcome) {
      if (choice === 'repeat') await this.#notifier.callOnce(payment);
      else if (payment.outcome.kind !== choice && payment.outcome.kind !== 'expired') return { kind: 'already-ended' };
      return { kind: 'return', location: this.returnLocation(payment, payment.outcome) };
    }
    const now = this.#clock.now();
    const chosen = choice === 'repeat' ? 'success' : choice;
    const kind = isExpired(payment, now) ? 'expired' : chosen;
    const outcome = outcomeOf(kind, payment, this.#store.nextTransactionNo(), gatewayTime(now));
    const ended = { ...payment, outcome };
    // Outcome and notification are one write: an ended payment of which nobody would ever be told cannot exist.
    this.#store.saveWithCall(ended, now);
    const deliveries = [this.#notifier.deliver(ended)];
    if (choice === 'repeat') deliveries.push(this.#notifier.callOnce(ended).then(() => undefined));
    await Promise.all(deliveries);
    return { kind: 'return', location: this.returnLocation(ended, outcome) };
  }

  /** The merchant's return address with the signed result. */
  returnLocation(payment: Payment, outcome: Outcome): string {
    const query = signedQuery(resultParams(this.#merchant.tmnCode, payment, outcome), this.#merchant.secrets[0] ?? '');
    return `${payment.returnUrl}${payment.returnUrl.includes('?') ? '&' : '?'}${query}`;
  }

  #add(request: PayRequest): Payment {
    const payment: Payment = { ...request, token: randomBytes(16).toString('hex'), calls: 0, refunds: [] };
    this.#store.add(payment);
    return payment;
  }
}
