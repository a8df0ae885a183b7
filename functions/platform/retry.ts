/** Waits before the given retry: full jitter over an exponentially growing span. `random` is in [0, 1). */
export const backoffMs = (attempt: number, random: number, baseMs = 20, mostMs = 1000): number =>
  Math.floor(random * Math.min(mostMs, baseMs * 2 ** attempt));

export type Pause = (ms: number) => Promise<void>;

export const pause: Pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
