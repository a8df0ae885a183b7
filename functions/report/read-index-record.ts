import type { Ledger } from '../ledger/ledger.ts';
import { readHistory } from '../ledger/read-history.ts';
import { listSupplements } from '../ledger/supplement.ts';
import type { Staff } from '../platform/caller.ts';
import { type Procedures, procedureOf } from '../procedure/catalogue.ts';
import type { IndexRecord } from './index-fields.ts';
import { indexRecord } from './index-record.ts';
import { maySeeHandling } from './read-control-slip.ts';
import { readTold } from './told-items.ts';

export type ReadIndexRecordDeps = {
  readonly ledger: Pick<Ledger, 'readMeta' | 'readItems' | 'list'>;
  readonly procedures: Procedures;
  /** Address of the cell's API. */
  readonly apiAddress: string;
};

export type ReadIndexRecordOutcome = { readonly kind: 'found'; readonly record: IndexRecord } | { readonly kind: 'not-found' };

/** The raw record of a dossier for the national index. A complaint about the reader is left out. */
export const readIndexRecord =
  ({ ledger, procedures, apiAddress }: ReadIndexRecordDeps) =>
  async (caller: Staff, dossierId: string): Promise<ReadIndexRecordOutcome> => {
    const meta = await ledger.readMeta(dossierId);
    if (!meta || !maySeeHandling(meta, caller)) return { kind: 'not-found' };
    const [events, supplements, told] = await Promise.all([
      readHistory(ledger, meta),
      listSupplements(ledger, dossierId),
      readTold(ledger, dossierId),
    ]);
    const record = indexRecord({
      ...told,
      complaints: told.complaints.filter(({ subjects }) => !subjects.includes(caller.sub)),
      meta,
      procedure: procedureOf(procedures, meta),
      events,
      supplements,
      apiAddress,
    });
    return { kind: 'found', record };
  };
