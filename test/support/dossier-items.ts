import { dossierPartition } from '../../functions/ledger/item-keys.ts';
import { type DossierItems, readItems } from '../../scripts/verify/dossier-items.ts';
import { dynamoTable } from '../../scripts/verify/table.dynamodb.ts';
import type { Inspection } from './place/inspection.ts';

/** Reads a dossier's partition as it lies in the table. @throws when an item does not match its schema */
export const readDossierItems = async ({ tables, tableName }: Inspection, dossierId: string): Promise<DossierItems> => {
  const { items: stored } = await dynamoTable(tables, tableName('Dossiers')).partition(dossierPartition(dossierId));
  const { items, faults } = readItems(stored);
  if (!items || faults.length > 0) throw new Error(`dossier ${dossierId}: ${faults.join('; ')}`);
  return items;
};
