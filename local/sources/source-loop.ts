import type { VirtualClock } from '../clock.ts';

/** Thrown out of a wait, to leave a source's loop. */
class SourceStopped extends Error {}

export type SourceLoop = {
  readonly stopped: boolean;
  /** Aborts when the source is stopped, for requests that wait long. */
  readonly signal: AbortSignal;
  /** Waits till virtual time reaches `due`. Throws SourceStopped. */
  until(due: number): Promise<void>;
  /** Waits `ms` of machine time, less when woken or when the clock jumps. Throws SourceStopped. */
  pause(ms: number): Promise<void>;
  wake(): void;
  /** Ends waits and resolves once the loop has ended. */
  stop(): Promise<void>;
};

/** Runs a source's loop until it is stopped; a wait is the only place where it ends, so that a call under way is always finished. */
export const startSourceLoop = (clock: VirtualClock, run: (loop: SourceLoop) => Promise<void>): SourceLoop => {
  const ending = new AbortController();
  const wakers = new Set<() => void>();
  const waits = new Set<() => void>();

  const wait = async (arm: (done: () => void) => () => void): Promise<void> => {
    if (!ending.signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const disarm = arm(resolve);
      waits.add(resolve);
      await promise;
      waits.delete(resolve);
      disarm();
    }
    if (ending.signal.aborted) throw new SourceStopped('the source was stopped');
  };

  const loop: SourceLoop = {
    get stopped() {
      return ending.signal.aborted;
    },
    signal: ending.signal,
    until: (due) => wait((done) => clock.at(due, done)),
    pause: (ms) =>
      wait((done) => {
        const timer = setTimeout(done, ms);
        wakers.add(done);
        return () => {
          clearTimeout(timer);
          wakers.delete(done);
        };
      }),
    wake() {
      for (const done of wakers) done();
    },
    async stop() {
      ending.abort();
      for (const done of waits) done();
      await ended;
      stopListening();
    },
  };
  const stopListening = clock.onAdvance(() => loop.wake());
  const ended = run(loop).catch((error: unknown) => {
    if (!(error instanceof SourceStopped)) throw error;
  });
  return loop;
};
