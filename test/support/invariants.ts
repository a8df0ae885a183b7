import { faultsOfItems } from '../../scripts/verify/dossier-faults.ts';
import { readDossierItems } from './dossier-items.ts';
import type { Inspection } from './place/inspection.ts';

export { faultsOfItems };

/** Reads a dossier from the table and holds it against its own history. */
export const faultsOfDossier = async (inspection: Inspection, dossierId: string): Promise<readonly string[]> =>
  faultsOfItems(await readDossierItems(inspection, dossierId));
