type Callback = (...args: unknown[]) => void;

/** What the replaced setTimeout returns; offers the few methods of NodeJS.Timeout that libraries call. */
class VirtualTimer {
  due = 0;
  #machine: NodeJS.Timeout | undefined;
  readonly #delay: number;
  readonly #fire: () => void;
  readonly #machineTimeout: typeof setTimeout;

  constructor(machineTimeout: typeof setTimeout, delay: number, fire: () => void) {
    this.#machineTimeout = machineTimeout;
    this.#delay = delay;
    this.#fire = fire;
    this.refresh();
  }
  refresh(): this {
    clearTimeout(this.#machine);
    this.due = Date.now() + this.#delay;
    this.#machine = this.#machineTimeout(this.#fire, this.#delay);
    return this;
  }
  stop(): void {
    clearTimeout(this.#machine);
  }
  fireNow(): void {
    this.stop();
    this.#fire();
  }
  ref(): this {
    this.#machine?.ref();
    return this;
  }
  unref(): this {
    this.#machine?.unref();
    return this;
  }
  hasRef(): boolean {
    return this.#machine?.hasRef() ?? false;
  }
}

/** Node's own limit; longer delays would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** fauxqs looks every 20 ms whether a message of a polled queue has become visible; five times less often is soon enough. */
const SHORTEST_INTERVAL_MS = 100;

/**
 * Replaces setTimeout and setInterval of this thread by ones that also follow jumps of virtual time. Call it after
 * installVirtualDate and before any library is loaded.
 * @returns fires every timer that is due by virtual time, in the order of their due times; call it after a jump
 */
export const installVirtualTimers = (): (() => void) => {
  const machine = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  const live = new Set<VirtualTimer>();

  const start = (callback: Callback, delay: unknown, args: unknown[], repeats: boolean) => {
    const period = Math.min(LONGEST_MS, Math.max(repeats ? SHORTEST_INTERVAL_MS : 1, Number(delay) || 1));
    const timer: VirtualTimer = new VirtualTimer(machine.setTimeout, period, () => {
      if (!live.has(timer)) return;
      if (repeats) timer.refresh();
      else live.delete(timer);
      callback(...args);
    });
    live.add(timer);
    return timer;
  };
  const stop = (timer: unknown) => {
    if (timer instanceof VirtualTimer) {
      timer.stop();
      live.delete(timer);
    } else Reflect.apply(machine.clearTimeout, undefined, [timer]);
  };

  Object.assign(globalThis, {
    setTimeout: (callback: Callback, delay?: number, ...args: unknown[]) => start(callback, delay, args, false),
    setInterval: (callback: Callback, delay?: number, ...args: unknown[]) => start(callback, delay, args, true),
    clearTimeout: stop,
    clearInterval: stop,
  });

  return () => {
    const now = Date.now();
    const due = [...live].filter((timer) => timer.due <= now).sort((a, b) => a.due - b.due);
    for (const timer of due) if (live.has(timer)) timer.fireNow();
  };
};
