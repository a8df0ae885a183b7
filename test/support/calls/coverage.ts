import { expect } from 'vitest';
import { isByChance } from './by-chance.ts';
import type { Outcome } from './run-campaign.ts';

/** Share of all cases that may lie behind races beside the known ones, which a run showed and did not bring back. */
const MOST_UNKNOWN_RACES = 0.08;

/** Says in one line what was tried. */
const summary = (what: string, { cases, journeys, undisturbed }: Outcome): string => {
  const hit = cases.filter(({ hits }) => hits > 0).length;
  const raced = cases.length - hit;
  const told = `${what}: ${hit} of ${cases.length} cases in ${journeys} journeys; undisturbed journeys showed ${undisturbed} of them`;
  return raced > 0 ? `${told}; ${raced} lie behind a race that was not lost again` : told;
};

/**
 * Expects that every case that was seen has befallen a journey, and tells how many there were. Only what showed up behind other
 * disturbances, and not again when these were repeated three times, may be left: it takes a race as well. Such cases are told by name.
 */
export const expectAllHit = (what: string, outcome: Outcome): void => {
  const missed = outcome.cases.filter(({ hits, name }) => hits === 0 && !isByChance(name));
  const told = missed.filter(({ behind }) => behind.length > 0).map(({ name }) => name);
  console.log([summary(what, outcome), ...told].join('\n  not met again: '));
  expect(missed.filter(({ behind }) => behind.length === 0).map(({ name }) => name)).toEqual([]);
  expect(told.length).toBeLessThanOrEqual(MOST_UNKNOWN_RACES * outcome.cases.length);
};

/** Expects that the calls which trials of these names befell were tried just so often, the SDK's own repeats included. */
export const expectAttempts = ({ cases }: Pick<Outcome, 'cases'>, attempts: Readonly<Record<string, number>>): void => {
  const others = cases.flatMap(({ name, trial, hits, attempts: tried }) => {
    const [, expected] = Object.entries(attempts).find(([ending]) => trial.endsWith(` ${ending}`)) ?? [];
    return hits > 0 && expected !== undefined && tried !== expected ? [`${name}: ${tried}`] : [];
  });
  expect(others).toEqual([]);
};
