import type { ItemWrite } from '../ledger/ledger.ts';
import type { CertifiedDowntime, Downtime, Downtimes, Superseded } from './downtime.ts';

/** The cell's list of certified downtimes. It only grows: what is wrong is superseded. */
export type DowntimeRegister = {
  /**
   * Writes a downtime, or the mark that one no longer counts, or both, in one transaction with the pointer of the request.
   * `superseded` when the other was superseded before; `used` when the request was; `stale` when there are others than the `entries`
   * that the caller has counted.
   */
  enter(entry: {
    readonly downtime?: Downtime | undefined;
    readonly mark?: { readonly of: Downtime; readonly superseded: Superseded } | undefined;
    readonly once: ItemWrite;
    readonly at: Date;
    readonly entries: number;
  }): Promise<'entered' | 'superseded' | 'used' | 'stale'>;
  /** How many entries there are. Consistent; what is read after it is guarded by it. */
  entries(): Promise<number>;
  /** Those that count and ended after `moment`. Consistent. */
  endedAfter: Downtimes['endedAfter'];
  /** A page of all downtimes, the one that ended last first, with what became of each. @throws CursorInvalid */
  list(cursor?: string): Promise<{ readonly downtimes: readonly CertifiedDowntime[]; readonly cursor?: string }>;
  /** One that ended at `to`. */
  read(id: string, to: string): Promise<CertifiedDowntime | undefined>;
};
