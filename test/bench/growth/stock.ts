import { seededRandom } from '../statistics.ts';
import type { Stage } from './pattern-dossiers.ts';

/** One dossier of the stock. `office` is the number of its commune, `owner` a number per citizen, `ageMs` how long ago it was filed. */
export type StockDossier = { readonly stage: Stage; readonly office: number; readonly owner: number; readonly ageMs: number };

/** The commune whose police office's inbox is measured. */
export const MEASURED_OFFICE = 1;
/** Open work of that office at every size: four full pages of 25. */
export const MEASURED_OPEN = 100;
/** Communes of the others; between them and the measured one lie the communes that the operations work in. */
const OTHER_OFFICES = [4, 5, 6, 7, 8, 9, 10];
const DOSSIERS_OF_AN_OWNER = 3;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A cell in its first years: most dossiers are done. Shares in percent. */
const MIX: readonly (readonly [Stage, number])[] = [
  ['returned', 82],
  ['not-accepted', 4],
  ['draft', 4],
  ['new', 1],
  ['payment-requested', 2],
  ['asked', 5],
  ['decidable', 2],
];

/** Each stage here leaves exactly one entry in the inbox of the commune's police. */
const OPEN_AT_POLICE: readonly Stage[] = ['new', 'asked', 'asked', 'asked', 'decidable'];

const stageAt = (percent: number): Stage => {
  let rest = percent;
  for (const [stage, share] of MIX) {
    if (rest < share) return stage;
    rest -= share;
  }
  return 'returned';
};

/** How old the oldest of a stage are (milliseconds): young enough that the deadlines of all that is open lie ahead. */
const OLDEST_MS: Readonly<Record<Stage, number>> = {
  draft: 30 * DAY_MS,
  new: 4 * HOUR_MS,
  'not-accepted': 365 * DAY_MS,
  'payment-requested': 5 * DAY_MS,
  asked: 5 * DAY_MS,
  decidable: 5 * DAY_MS,
  returned: 365 * DAY_MS,
};

/**
 * The dossiers of a stock of `size`, always the same ones: the first `MEASURED_OPEN` are the open work of the measured office, so
 * that a larger stock holds the smaller one.
 */
export const stockOf = (size: number, seed = 1): Iterable<StockDossier> & { readonly size: number } => {
  if (size < MEASURED_OPEN) throw new Error(`a stock has at least ${MEASURED_OPEN} dossiers`);
  return {
    size,
    *[Symbol.iterator]() {
      const random = seededRandom(seed);
      for (let index = 0; index < size; index += 1) {
        const measured = index < MEASURED_OPEN;
        const stage = measured ? (OPEN_AT_POLICE[index % OPEN_AT_POLICE.length] ?? 'asked') : stageAt(random() * 100);
        const office = measured ? MEASURED_OFFICE : (OTHER_OFFICES[index % OTHER_OFFICES.length] ?? 4);
        yield { stage, office, owner: Math.floor(index / DOSSIERS_OF_AN_OWNER), ageMs: Math.floor(random() * OLDEST_MS[stage]) };
      }
    },
  };
};
