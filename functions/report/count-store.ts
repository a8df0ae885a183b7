import type { ItemKey } from '../ledger/item-keys.ts';
import type { Counted, TakenOver } from './counted.ts';
import type { CountChange, Counts } from './counts.ts';

/** A page of a book; `takenOver`: those of `dossierIds` that the office took over from another one. */
type BookEntries = {
  readonly dossierIds: readonly string[];
  readonly takenOver: readonly TakenOver[];
  readonly cursor?: string;
};

/** The counters of form II.06 and the entries of the tracking book, which they are counted from. */
export type CountStore = {
  /** An entry of the book. Consistent. */
  readCounted(key: ItemKey): Promise<Counted | undefined>;
  /**
   * Writes an entry and moves the counters, in one transaction. `stale` when the entry is no longer what `before` says, or somebody
   * else is writing: read again.
   */
  count(key: ItemKey, before: Counted | undefined, after: Counted, changes: readonly CountChange[]): Promise<'counted' | 'stale'>;
  /** Writes the line of an office that took a dossier over; what stands there stays. */
  enterTakenOver(key: ItemKey, entry: TakenOver): Promise<void>;
  /** Every counter of an office up to a month, oldest first. */
  readCounts(office: string, upTo: string): Promise<readonly Counts[]>;
  /** Dossiers that an office accepted or took over on a day, in the order of their ids, a page at a time. @throws CursorInvalid */
  listBook(office: string, day: string, cursor?: string): Promise<BookEntries>;
};
