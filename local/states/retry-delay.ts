import type { Retrier } from './machine.ts';

/** So that a growing delay stays a number that can be kept. */
const LONGEST_SECONDS = 99_999_999;

/**
 * How long the next retry waits, in milliseconds.
 * @param tried retries that this retrier has already made
 */
export const retryDelayMs = ({ intervalSeconds, backoffRate, maxDelaySeconds, fullJitter }: Retrier, tried: number): number => {
  const seconds = Math.min(intervalSeconds * backoffRate ** tried, maxDelaySeconds ?? LONGEST_SECONDS);
  return Math.round(seconds * 1000 * (fullJitter ? Math.random() : 1));
};
