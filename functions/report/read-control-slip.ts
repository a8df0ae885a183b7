import { type ControlSlip, controlSlip } from '../ledger/control-slip.ts';
import { HistoryEvent } from '../ledger/history-event.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Meta } from '../ledger/meta.ts';
import { takesIn } from '../ledger/office-of-dossier.ts';
import type { Staff } from '../platform/caller.ts';
import { reaches } from '../procedure/office-reach.ts';

export type ReadControlSlipDeps = { readonly ledger: Pick<Ledger, 'readMeta' | 'list'> };

export type ReadControlSlipOutcome = { readonly kind: 'found'; readonly slip: ControlSlip } | { readonly kind: 'not-found' };

/** Whether staff may see how a dossier was handled: their office's, or one of an office that theirs leads. */
export const maySeeHandling = (meta: Meta, caller: Staff): boolean =>
  takesIn(meta, caller) || (meta.state !== 'draft' && reaches(caller, meta.office));

/** The process control slip of a dossier (form 06). It holds nothing personal. */
export const readControlSlip =
  ({ ledger }: ReadControlSlipDeps) =>
  async (caller: Staff, dossierId: string): Promise<ReadControlSlipOutcome> => {
    const meta = await ledger.readMeta(dossierId);
    if (!meta || !maySeeHandling(meta, caller)) return { kind: 'not-found' };
    const events = (await ledger.list(dossierId, 'EVENT#')).map((item) => HistoryEvent.parse(item)).filter(({ n }) => n <= meta.n);
    return { kind: 'found', slip: controlSlip(meta, events) };
  };
