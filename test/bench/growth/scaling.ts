import type { Interval } from '../part.ts';
import { bootstrapInterval, median, type Point, slope } from '../statistics.ts';

/** One round: by size, the CPU that one operation took (microseconds). */
export type ScalingRound = ReadonlyMap<number, number>;

const medianAt = (rounds: readonly ScalingRound[], size: number): number => median(rounds.flatMap((round) => round.get(size) ?? []));

/**
 * How CPU grows with the stock: the exponent b of cost ~ size^b, as the least-squares slope of log(median cost) on log(size), with
 * the interval that drawing the rounds again gives. 0 is no growth, 1 in proportion; 0.05 is 41 % more at a thousand times the stock.
 */
export const growthOf = (
  rounds: readonly ScalingRound[],
): { readonly exponent: number; readonly interval: Interval; readonly medians: ReadonlyMap<number, number> } => {
  const sizes = [...(rounds[0]?.keys() ?? [])].sort((left, right) => left - right);
  const exponentOf = (drawn: readonly ScalingRound[]): number =>
    slope(sizes.map((size): Point => [Math.log(size), Math.log(medianAt(drawn, size))]));
  return {
    exponent: exponentOf(rounds),
    interval: bootstrapInterval(rounds, exponentOf),
    medians: new Map(sizes.map((size) => [size, medianAt(rounds, size)])),
  };
};

/** The largest difference between any two; 0 when all are the same. */
export const spreadOf = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

/** A list in another order, by a source of random numbers in [0, 1). */
export const shuffled = <Item>(list: readonly Item[], random: () => number): Item[] => {
  const rest = [...list];
  return list.flatMap(() => rest.splice(Math.floor(random() * rest.length), 1));
};
