import { type ControlSlip, controlSlip } from '../ledger/control-slip.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { partOf } from '../ledger/office-of-dossier.ts';
import { readHistory } from '../ledger/read-history.ts';
import type { Staff } from '../platform/caller.ts';
import { reaches } from '../procedure/office-reach.ts';

export type ReadControlSlipDeps = { readonly ledger: Pick<Ledger, 'readMeta' | 'list'> };

export type ReadControlSlipOutcome = { readonly kind: 'found'; readonly slip: ControlSlip } | { readonly kind: 'not-found' };

/** Whether staff may see how a dossier was handled: their office has a part in it, or leads the office that decides. */
export const maySeeHandling = (meta: Meta, caller: Staff): boolean =>
  partOf(meta, caller) !== undefined || (meta.state !== 'draft' && reaches(caller, meta.office));

/** The process control slip of a dossier (form 06). It holds nothing personal. */
export const readControlSlip =
  ({ ledger }: ReadControlSlipDeps) =>
  async (caller: Staff, dossierId: string): Promise<ReadControlSlipOutcome> => {
    const meta = await ledger.readMeta(dossierId);
    if (!meta || !maySeeHandling(meta, caller)) return { kind: 'not-found' };
    const events = await readHistory(ledger, meta);
    return { kind: 'found', slip: controlSlip(meta, events) };
  };
