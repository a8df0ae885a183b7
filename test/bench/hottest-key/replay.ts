import type { KeyWrite } from '../recording/key-writes.ts';
import { type DossierPlace, patternOf } from './key-pattern.ts';

/** Where the next dossier is filed. */
export type NextPlace = (serial: number) => DossierPlace;

export type ReplayOptions = {
  readonly perSecond: number;
  readonly seconds: number;
  readonly next: NextPlace;
  /** Whether each cell has its own copy of a table; one that it has not is the country's. */
  readonly isCellTable: (table: string) => boolean;
};

/** The key of a table, or of one of its indexes, that takes the most over the whole replay. */
export type HottestKey = {
  readonly table: string;
  readonly index: string | undefined;
  /** The key with what differs between dossiers left out. */
  readonly pattern: string;
  readonly key: string;
  /** Write units in the key's busiest second. */
  readonly peak: number;
  /** Write units a second over the whole replay. */
  readonly mean: number;
};

type Load = { readonly pattern: string; readonly key: string; total: number; second: number; inSecond: number; peak: number };

const add = (load: Load, second: number, units: number): void => {
  if (load.second !== second) {
    load.second = second;
    load.inSecond = 0;
  }
  load.inSecond += units;
  load.total += units;
  load.peak = Math.max(load.peak, load.inSecond);
};

/**
 * Replays the key writes of one dossier for dossiers that arrive at a rate, each with its whole journey in its second: in the long run
 * every step happens as often a second as dossiers arrive, whichever dossiers they are. The hours in keys stay the recorded ones,
 * so that steps which fall into one hour's partition all do.
 */
export const replay = (writes: readonly KeyWrite[], { perSecond, seconds, next, isCellTable }: ReplayOptions): HottestKey[] => {
  const patterned = writes.map((write) => ({ ...write, pattern: patternOf(write.key) }));
  const loads = new Map<string, Map<string, Load>>();
  for (let serial = 0; serial < perSecond * seconds; serial += 1) {
    const second = Math.floor(serial / perSecond);
    const place = next(serial);
    for (const { table, index, pattern, units } of patterned) {
      const where = `${table}\n${index ?? ''}`;
      const key = pattern.of(place);
      const id = isCellTable(table) ? `${place.cell}\n${key}` : key;
      const byKey = loads.get(where) ?? new Map<string, Load>();
      loads.set(where, byKey);
      const load = byKey.get(id) ?? { pattern: pattern.text, key, total: 0, second, inSecond: 0, peak: 0 };
      byKey.set(id, load);
      add(load, second, units);
    }
  }
  return [...loads].flatMap(([where, byKey]) => {
    const [table = '', index] = where.split('\n');
    const hottest = [...byKey.values()].sort((left, right) => right.total - left.total)[0];
    if (!hottest) return [];
    const { pattern, key, peak, total } = hottest;
    return [{ table, index: index || undefined, pattern, key, peak, mean: total / seconds }];
  });
};
