import type { Ledger } from '../ledger/ledger.ts';
import { readHistory } from '../ledger/read-history.ts';
import { backoffMs, type Pause } from '../platform/retry.ts';
import type { CountStore } from './count-store.ts';
import { bookKey, type Counted, countedOf, takenOverEntries } from './counted.ts';
import { changesBetween } from './counts.ts';

export type CountDossierDeps = {
  readonly ledger: Pick<Ledger, 'readMeta' | 'list'>;
  readonly counts: Pick<CountStore, 'readCounted' | 'count' | 'enterTakenOver'>;
  readonly pause: Pause;
  readonly random: () => number;
};

export type CountDossierOutcome = {
  readonly kind:
    | 'counted'
    /** The counters hold it as it is. */
    | 'in-order'
    /** It was never accepted. */
    | 'not-received';
};

/** How often counting is decided anew when others count on the same counters. */
const MOST_ATTEMPTS = 8;

/**
 * Brings the counters of form II.06 and the tracking book up to what a dossier is now. It compares what was counted with the table, so
 * that it may be called any number of times, by anybody, in any order.
 * @throws when there is no such dossier, or when others were in the way eight times in a row
 */
export const countDossier =
  ({ ledger, counts, pause, random }: CountDossierDeps) =>
  async (dossierId: string): Promise<CountDossierOutcome> => {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const meta = await ledger.readMeta(dossierId);
      if (!meta) throw new Error(`there is no dossier ${dossierId} to count`);
      const history = await readHistory(ledger, meta);
      const now = countedOf(meta, history);
      if (!now) return { kind: 'not-received' };
      const key = bookKey(meta, history);
      for (const line of takenOverEntries(meta, history, key)) await counts.enterTakenOver(line.key, line.entry);
      const before = await counts.readCounted(key);
      // What was counted must not be older than META: else a slow counting would undo what another made of a newer state.
      if (before && (await ledger.readMeta(dossierId))?.n !== meta.n) continue;
      const changes = changesBetween(before, now);
      if (before && changes.length === 0) return { kind: 'in-order' };
      const after: Counted = { ...now, version: (before?.version ?? 0) + 1 };
      if ((await counts.count(key, before, after, changes)) === 'counted') return { kind: 'counted' };
      await pause(backoffMs(attempt, random(), 20));
    }
    throw new Error(`the counters of dossier ${dossierId} were busy`);
  };
