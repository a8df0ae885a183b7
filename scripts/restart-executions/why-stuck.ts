import { dossierPartition } from '../../functions/ledger/item-keys.ts';
import type { Meta } from '../../functions/ledger/meta.ts';
import { readItems } from '../verify/dossier-items.ts';
import { stuckApproval } from '../verify/stuck-approval.ts';
import type { Table } from '../verify/table.ts';

/** Says of a dossier whose execution runs why it waits in vain; what cannot be read is left to `npm run verify`. */
export const whyStuck =
  (table: Pick<Table, 'partition'>, now: Date) =>
  async ({ dossierId, run }: Meta): Promise<string | undefined> => {
    const { items, broken } = readItems((await table.partition(dossierPartition(dossierId))).items);
    return items && broken.size === 0 && items.meta.run === run ? stuckApproval(items, now) : undefined;
  };
