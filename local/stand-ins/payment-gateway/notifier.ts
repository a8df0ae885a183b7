import type { VirtualClock } from '../../clock.ts';
import type { Merchant } from './pay-request.ts';
import { dayOf, type Payment, resultParams } from './payment.ts';
import type { PaymentStore } from './payment-store.ts';
import { signedQuery } from './signature.ts';

const MOST_CALLS = 10;
const BETWEEN_CALLS_MS = 5 * 60_000;
/** Machine time; a call that takes longer counts as unanswered. */
const ANSWER_TIMEOUT_MS = 15_000;
/** Answers of the merchant after which it is not called again: booked now, or booked before. */
const FINAL_ANSWERS = new Set(['00', '02']);

const answerCode = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'RspCode' in body && typeof body.RspCode === 'string' ? body.RspCode : undefined;

/**
 * Tells the merchant how payments ended: by GET, up to ten times, five minutes of virtual time apart, until it answers 00 or 02.
 * A jump of the clock over several of these moments makes one call, since each is reckoned from the call before it.
 */
export class Notifier {
  readonly #merchant: Merchant;
  readonly #store: PaymentStore;
  readonly #clock: VirtualClock;
  /** Cancels the planned call of a payment, by the payment's token. */
  readonly #planned = new Map<string, () => void>();
  readonly #delivering = new Set<string>();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #ending = new AbortController();

  constructor(merchant: Merchant, store: PaymentStore, clock: VirtualClock) {
    this.#merchant = merchant;
    this.#store = store;
    this.#clock = clock;
  }

  /** Calls the merchant about a payment that has ended and plans the next call if the answer is not final. */
  deliver(payment: Payment): Promise<void> {
    this.#delivering.add(payment.token);
    return this.#track(this.#deliver(payment).finally(() => this.#delivering.delete(payment.token)));
  }

  /** Makes one call outside the count; true when the answer was final. An unreachable merchant is no answer, not an error. */
  callOnce(payment: Payment): Promise<boolean> {
    return this.#track(this.#call(payment).catch(() => false));
  }

  /** Resolves once no call is under way and what follows from the last ones is planned. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Takes up the calls that a former run left open; those that fell due meanwhile are made at once. */
  resume(): void {
    for (const { payment, at } of this.#store.waitingCalls()) {
      if (!this.#planned.has(payment.token) && !this.#delivering.has(payment.token)) this.#plan(payment, at);
    }
  }

  /** Ends planned calls and those under way; what is open stays open in the store. */
  async stop(): Promise<void> {
    for (const cancel of this.#planned.values()) cancel();
    this.#ending.abort();
    await this.idle();
  }

  async #track<Result>(work: Promise<Result>): Promise<Result> {
    this.#underWay.add(work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
    }
  }

  async #deliver(payment: Payment): Promise<void> {
    const called = { ...payment, calls: payment.calls + 1 };
    // Due at once until it is answered: a run that is killed in the middle of the call makes it again after the restart.
    this.#store.saveWithCall(called, this.#clock.now());
    const isFinal = await this.callOnce(called);
    if (this.#ending.signal.aborted) return;
    const latest = this.#store.byReference(payment.txnRef, dayOf(payment)) ?? called;
    if (isFinal || called.calls >= MOST_CALLS) return this.#store.saveWithCall(latest, undefined);
    const nextCallAt = this.#clock.now() + BETWEEN_CALLS_MS;
    this.#store.saveWithCall(latest, nextCallAt);
    this.#plan(latest, nextCallAt);
  }

  async #call(payment: Payment): Promise<boolean> {
    const { tmnCode, secrets, notificationUrl } = this.#merchant;
    if (!payment.outcome) throw new Error(`payment ${payment.txnRef} has not ended`);
    const query = signedQuery(resultParams(tmnCode, payment, payment.outcome), secrets[0] ?? '');
    const signal = AbortSignal.any([this.#ending.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
    const response = await fetch(`${notificationUrl}${notificationUrl.includes('?') ? '&' : '?'}${query}`, { signal, redirect: 'manual' });
    const code = answerCode(await response.json());
    return response.status === 200 && code !== undefined && FINAL_ANSWERS.has(code);
  }

  #plan(payment: Payment, at: number): void {
    const cancel = this.#clock.at(at, () => {
      this.#planned.delete(payment.token);
      const latest = this.#store.byReference(payment.txnRef, dayOf(payment));
      if (latest) void this.deliver(latest);
    });
    this.#planned.set(payment.token, cancel);
  }
}
