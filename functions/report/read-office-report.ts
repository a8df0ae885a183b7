import type { Ledger } from '../ledger/ledger.ts';
import type { Staff } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Procedures } from '../procedure/catalogue.ts';
import { reaches } from '../procedure/office-reach.ts';
import type { CountStore } from './count-store.ts';
import { monthOf } from './counted.ts';
import { type OfficeReport, officeReport, type Period } from './office-report.ts';
import { untoldDeadlines } from './untold-deadlines.ts';

export type ReadOfficeReportDeps = {
  readonly ledger: Pick<Ledger, 'readItem' | 'readItems' | 'list' | 'listDue'>;
  readonly counts: Pick<CountStore, 'readCounts'>;
  readonly procedures: Pick<Procedures, 'current'>;
  readonly clock: Clock;
};

export type ReadOfficeReportOutcome =
  | { readonly kind: 'found'; readonly report: OfficeReport; readonly asOf: string; readonly behind: boolean }
  | { readonly kind: 'office-not-found' };

/**
 * The table of form II.06 of an office, for its leader or for the leader of all its kind in the cell. It reads the counters alone, and
 * what fell due in the last minutes: as much at a hundred dossiers as at a million.
 */
export const readOfficeReport =
  ({ ledger, counts, procedures, clock }: ReadOfficeReportDeps) =>
  async (caller: Staff, office: string, period: Period): Promise<ReadOfficeReportOutcome> => {
    if (!reaches(caller, office)) return { kind: 'office-not-found' };
    const now = clock.now();
    const asOf = now.toISOString();
    // A period that is over is told by the counters alone: the sweep has been through it.
    const { untold, behind } = period.to >= monthOf(asOf) ? await untoldDeadlines(ledger)(office, now) : { untold: [], behind: false };
    const { rows, total } = officeReport(await counts.readCounts(office, period.to), period, untold);
    const named = rows.map((row) => {
      const known = procedures.current(row.procedure);
      return { ...row, ...(known && { name: known.name, agency: known.agency }) };
    });
    return { kind: 'found', report: { office, ...period, rows: named, total }, asOf, behind };
  };
