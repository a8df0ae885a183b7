import { describe, expect, it } from 'vitest';
import { row } from '../../bench/part.ts';
import { bootstrapInterval, median, quantile, ratioOfMedians, seededRandom, slope } from '../../bench/statistics.ts';

describe('median and quantile', () => {
  it.each([
    { values: [3, 1, 2], expected: 2 },
    { values: [4, 1, 3, 2], expected: 2.5 },
    { values: [7], expected: 7 },
    { values: [10, 9, 100], expected: 10 },
  ])('of $values is $expected', ({ values, expected }) => {
    expect(median(values)).toBe(expected);
  });

  it.each([
    { fraction: 0, expected: 10 },
    { fraction: 0.25, expected: 20 },
    { fraction: 0.9, expected: 46 },
    { fraction: 1, expected: 50 },
  ])('at $fraction of 10 to 50 in steps of 10 is $expected', ({ fraction, expected }) => {
    expect(quantile([50, 10, 40, 20, 30], fraction)).toBeCloseTo(expected, 10);
  });

  it('leaves its input as it was and knows no median of nothing', () => {
    const values = [3, 1, 2];
    median(values);
    expect([values, median([])]).toEqual([[3, 1, 2], Number.NaN]);
  });
});

describe('the bootstrap', () => {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('is certain of rounds that do not differ', () => {
    expect(bootstrapInterval([5, 5, 5], median)).toEqual({ low: 5, high: 5 });
  });

  // Two rounds drawn twice: means 1 (a quarter of the time), 2 (half of it) and 3 (a quarter).
  it('finds the distribution that two rounds have', () => {
    expect(bootstrapInterval([1, 3], mean)).toEqual({ low: 1, high: 3 });
    expect(bootstrapInterval([1, 3], mean, { confidence: 0.4 })).toEqual({ low: 2, high: 2 });
  });

  it('repeats itself with the same seed', () => {
    const rounds = [12, 15, 11, 19, 14, 13];
    const interval = (seed: number) => bootstrapInterval(rounds, mean, { seed, repetitions: 20 });
    expect(interval(7)).toEqual(interval(7));
    expect(interval(7)).not.toEqual(interval(8));
  });

  it('draws evenly', () => {
    const random = seededRandom(1);
    const drawn = Array.from({ length: 10_000 }, random);
    expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const share = drawn.filter((value) => Math.floor(value * 10) === tenth).length / drawn.length;
      expect(share).toBeCloseTo(0.1, 1);
    }
  });

  // Medians 30 over 10; in every drawing both sides of a round go together, and every round's ratio is 3.
  it('keeps the two sides of a round together', () => {
    const pairs = [
      { subject: 30, reference: 10 },
      { subject: 60, reference: 20 },
      { subject: 3, reference: 1 },
    ];
    expect(ratioOfMedians(pairs)).toEqual({ measured: 3, interval: { low: 3, high: 3 } });
  });
});

describe('the slope', () => {
  it.each([
    {
      points: [
        [0, 1],
        [1, 3],
        [2, 5],
      ] as const,
      expected: 2,
    },
    {
      points: [
        [0, 0],
        [1, 1],
        [2, 1],
      ] as const,
      expected: 0.5,
    },
    {
      points: [
        [2, 4],
        [3, 4],
        [4, 4],
        [5, 4],
      ] as const,
      expected: 0,
    },
    // Means 2 and 3; covariance 1·(−1)... : (−1)(1) + 0·(−1) + 1·0 = −1, over 2.
    {
      points: [
        [1, 4],
        [2, 2],
        [3, 3],
      ] as const,
      expected: -0.5,
    },
  ])('through $points is $expected', ({ points, expected }) => {
    expect(slope(points)).toBeCloseTo(expected, 12);
  });

  it('is not known where all points stand above each other', () => {
    expect(
      slope([
        [1, 1],
        [1, 2],
      ]),
    ).toBeNaN();
  });
});

describe('a row', () => {
  const figure = { what: 'ratio', measured: 1.2, unit: '×' };

  it('is judged on the unfavourable end of its interval', () => {
    expect(row({ ...figure, budget: 1.25 }).ok).toBe(true);
    expect(row({ ...figure, budget: 1.25, interval: { low: 1.1, high: 1.25 } }).ok).toBe(true);
    expect(row({ ...figure, budget: 1.25, interval: { low: 1.1, high: 1.26 } }).ok).toBe(false);
  });

  it('without a budget misses none, and misses any when it is no number', () => {
    expect(row(figure).ok).toBe(true);
    expect(row({ ...figure, measured: Number.NaN, budget: 2 }).ok).toBe(false);
  });
});
