import type { CertifiedDowntime } from '../../functions/downtime/downtime.ts';
import type { Item } from '../../functions/ledger/ledger.ts';
import { storedMeta } from '../../functions/ledger/stored-meta.ts';
import { faultsOfPartition } from '../../scripts/verify/dossier-faults.ts';
import { readItems } from '../../scripts/verify/dossier-items.ts';
import type { MemoryLedger } from './memory-ledger.ts';

/**
 * What the checker of the table finds in a dossier that lies in memory; empty when its items are what its history tells. `spoil` makes
 * of each item what is checked instead of it, or nothing. `downtimes`: the register of the cell.
 */
export const faultsInMemory = (
  ledger: MemoryLedger,
  dossierId: string,
  spoil: (item: Item) => Item | undefined = (item) => item,
  downtimes: readonly CertifiedDowntime[] = [],
): readonly string[] => {
  const asStored = (item: Item): Item =>
    item['sk'] === 'META'
      ? storedMeta(ledger.meta(dossierId), typeof item['inboxAt'] === 'string' ? { inbox: { at: item['inboxAt'] } } : {})
      : item;
  const checked = ledger
    .items(dossierId)
    .map((item) => spoil(asStored(item)))
    .filter((item) => item !== undefined);
  return faultsOfPartition(readItems(checked), downtimes);
};
