import type { VirtualClock } from '../clock.ts';
import type { Journal } from './journal.ts';
import type { StatusChange } from './status-change.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Hands status events on in their order, each until the listener has taken it; what is not taken when the process dies
 * is handed on by the next. Nothing leaves before `open`.
 */
export class StatusOutbox {
  readonly #journal: Journal;
  readonly #clock: VirtualClock;
  readonly #listener: (event: StatusChange) => void | Promise<void>;
  #state: 'closed' | 'idle' | 'busy' = 'closed';
  #run: Promise<void> = Promise.resolve();
  #cancelPause: () => void = () => {};
  #pauseMs = FIRST_PAUSE_MS;

  constructor(journal: Journal, clock: VirtualClock, listener: (event: StatusChange) => void | Promise<void>) {
    this.#journal = journal;
    this.#clock = clock;
    this.#listener = listener;
  }

  open(): void {
    if (this.#state === 'closed') this.#state = 'idle';
    this.wake();
  }

  /** There may be something to hand on. */
  wake(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'busy';
    this.#run = this.#handOn();
  }

  async close(): Promise<void> {
    this.#state = 'closed';
    this.#cancelPause();
    await this.#run;
  }

  async #handOn(): Promise<void> {
    while (this.#state === 'busy') {
      const first = this.#journal.firstStatusEvent();
      if (!first) {
        this.#state = 'idle';
        return;
      }
      try {
        await this.#listener(JSON.parse(first.event));
      } catch {
        return this.#pause();
      }
      this.#journal.forgetStatusEvent(first.id);
      this.#pauseMs = FIRST_PAUSE_MS;
    }
  }

  /** The listener could not take the event: try again later, ever more slowly. */
  #pause(): void {
    if (this.#state === 'closed') return;
    this.#cancelPause = this.#clock.at(this.#clock.now() + this.#pauseMs, () => {
      if (this.#state === 'closed') return;
      this.#state = 'idle';
      this.wake();
    });
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
  }
}
