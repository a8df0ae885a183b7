/**
 * The one clock of the local runtime. Virtual time = machine time + an offset that only grows. The offset lies in shared
 * memory, so that worker threads (functions, queue engine, identity provider) read the same time without a message.
 * Times are epoch milliseconds.
 */
type Timer = { readonly due: number; readonly order: number; readonly run: () => void };

/** Longest delay that Node's setTimeout takes without overflowing. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export class VirtualClock {
  /** One Float64: the offset in milliseconds. Hand it to workers (see virtual-date.ts). */
  readonly shared: SharedArrayBuffer;
  readonly #offset: Float64Array;
  readonly #timers = new Set<Timer>();
  readonly #listeners = new Set<(now: number) => void | Promise<void>>();
  #order = 0;
  #armed: NodeJS.Timeout | undefined;

  constructor(offsetMs = 0) {
    this.shared = new SharedArrayBuffer(8);
    this.#offset = new Float64Array(this.shared);
    this.#offset[0] = offsetMs;
  }

  /** Milliseconds by which virtual time is ahead of the machine; kept in the data folder so that a restart does not go back. */
  get offset(): number {
    return this.#offset[0] ?? 0;
  }

  now(): number {
    return Date.now() + this.offset;
  }

  /** Runs `run` once virtual time reaches `due`; the returned function cancels it. */
  at(due: number, run: () => void): () => void {
    const timer = { due, order: this.#order++, run };
    this.#timers.add(timer);
    this.#arm();
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Resolves after `ms` of virtual time. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.at(this.now() + ms, resolve);
    });
  }

  /** `listener` hears of every jump, after the timers that fell due in it have fired (workers with timers of their own are told here). */
  onAdvance(listener: (now: number) => void | Promise<void>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Moves time forward by `ms`. Timers that fall due fire in order of their time, each seeing at least its own time. */
  async advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new RangeError(`time only moves forward, not by ${ms} ms`);
    const target = this.now() + ms;
    for (let next = this.#next(); next && next.due <= target; next = this.#next()) {
      this.#offset[0] = this.offset + Math.max(0, next.due - this.now());
      this.#timers.delete(next);
      next.run();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#offset[0] = this.offset + Math.max(0, target - this.now());
    for (const listener of this.#listeners) await listener(this.now());
    this.#arm();
  }

  /** Forgets every timer, so that the process can end. */
  stop(): void {
    this.#timers.clear();
    this.#listeners.clear();
    clearTimeout(this.#armed);
  }

  #next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (!first || timer.due < first.due || (timer.due === first.due && timer.order < first.order)) first = timer;
    }
    return first;
  }

  #arm(): void {
    clearTimeout(this.#armed);
    const next = this.#next();
    if (!next) return;
    this.#armed = setTimeout(() => this.#fireDue(), Math.min(Math.max(0, next.due - this.now()), LONGEST_TIMEOUT_MS));
  }

  #fireDue(): void {
    for (let next = this.#next(); next && next.due <= this.now(); next = this.#next()) {
      this.#timers.delete(next);
      next.run();
    }
    this.#arm();
  }
}
