import type { Interval } from './part.ts';

/** The value at a fraction of the sorted values, interpolated between neighbours; NaN of none. */
export const quantile = (values: readonly number[], fraction: number): number => {
  const sorted = [...values].sort((left, right) => left - right);
  const place = fraction * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Random numbers in [0, 1) that a seed repeats (mulberry32, public domain). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

type BootstrapOptions = {
  readonly repetitions?: number;
  readonly seed?: number;
  /** Share of the repetitions that lie in the interval. */
  readonly confidence?: number;
};

/**
 * How far a statistic of rounds would vary if the rounds were drawn again: the rounds are resampled with replacement, and the
 * middle 95 % of the outcomes is the interval. A round may hold several measurements that belong together, which keeps pairs.
 */
export const bootstrapInterval = <Round>(
  rounds: readonly Round[],
  statistic: (rounds: readonly Round[]) => number,
  { repetitions = 2000, seed = 1, confidence = 0.95 }: BootstrapOptions = {},
): Interval => {
  const random = seededRandom(seed);
  const drawn = (): Round[] => rounds.flatMap(() => rounds.slice(Math.floor(random() * rounds.length)).slice(0, 1));
  const outcomes = Array.from({ length: repetitions }, () => statistic(drawn()));
  return { low: quantile(outcomes, (1 - confidence) / 2), high: quantile(outcomes, (1 + confidence) / 2) };
};

/** One interleaved round: what is judged, and what it is judged against. */
export type Pair = { readonly subject: number; readonly reference: number };

const ratioOf = (pairs: readonly Pair[]): number =>
  median(pairs.map(({ subject }) => subject)) / median(pairs.map((pair) => pair.reference));

/** Ratio of medians over interleaved rounds, with its interval. */
export const ratioOfMedians = (
  pairs: readonly Pair[],
  options?: BootstrapOptions,
): { readonly measured: number; readonly interval: Interval } => ({
  measured: ratioOf(pairs),
  interval: bootstrapInterval(pairs, ratioOf, options),
});

export type Point = readonly [x: number, y: number];

/** Least-squares slope of y on x; NaN when all x are equal. */
export const slope = (points: readonly Point[]): number => {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([value]) => value)), mean(points.map(([, value]) => value))];
  const covariance = points.reduce((sum, [left, right]) => sum + (left - x) * (right - y), 0);
  return covariance / points.reduce((sum, [left]) => sum + (left - x) ** 2, 0);
};
