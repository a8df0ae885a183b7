import { INBOX_SHARDS } from '../../../functions/ledger/deadline-bucket.ts';
import { provinces } from '../../../infra/config.ts';
import { seededRandom } from '../statistics.ts';
import type { NextPlace } from './replay.ts';

/** Dossiers a second at ten times the mean of working hours, for 100 million a year. */
export const NATIONWIDE = 139;
/** Of these, in the largest cell. */
export const LARGEST = 50;
/** Communes of the largest cell and of the others, about as many as Ho Chi Minh City and the mean province have. */
const COMMUNES = { largest: 168, other: 96 };

/** A choice among `count` places, the first the likeliest, the nth a nth as likely (Zipf's law). */
export const zipf = (count: number): ((random: number) => number) => {
  const weights = Array.from({ length: count }, (_, index) => 1 / (index + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const bounds: number[] = [];
  for (const weight of weights) bounds.push((bounds.at(-1) ?? 0) + weight / total);
  return (random) => {
    const found = bounds.findIndex((bound) => random < bound);
    return found < 0 ? count : found + 1;
  };
};

/** Dossiers of the whole country: 50 of 139 in the largest cell, the rest evenly over the others; in a cell, communes by Zipf's law. */
export const countryPlaces = (seed = 1): NextPlace => {
  const random = seededRandom(seed);
  const [largest, ...others] = provinces.map(({ code }) => code);
  const communes = { largest: zipf(COMMUNES.largest), other: zipf(COMMUNES.other) };
  return (serial) => {
    const isLargest = random() < LARGEST / NATIONWIDE;
    const cell = (isLargest ? largest : others[Math.floor(random() * others.length)]) ?? '';
    const commune = (isLargest ? communes.largest : communes.other)(random());
    return { serial, cell, commune, shard: Math.floor(random() * INBOX_SHARDS) };
  };
};

/** The worst that could be: everything that the largest cell takes is filed in one commune. */
export const oneCommune = (seed = 1): NextPlace => {
  const random = seededRandom(seed);
  return (serial) => ({ serial, cell: provinces[0]?.code ?? '', commune: 1, shard: Math.floor(random() * INBOX_SHARDS) });
};
