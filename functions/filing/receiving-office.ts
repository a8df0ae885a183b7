import type { Meta } from '../ledger/meta.ts';
import { serveSameCommune, takesDossiersIn } from '../procedure/offices.ts';
import type { Procedure } from '../procedure/procedure.ts';

/** Why an office does not take a dossier in. `office`: the one that decides it. */
export type NotFiledHere =
  | { readonly kind: 'not-filed-here'; readonly reason: 'OFFICE' }
  | { readonly kind: 'not-filed-here'; readonly reason: 'TERRITORY'; readonly office: string };

/** The three offices of a dossier (domain notes, rules.md 1.1): whose clerk helped, which one-stop takes it in, which one decides. */
export type Offices = { readonly supported: string; readonly received: string; readonly competent: string };

/**
 * Whether the offices may bring a dossier in: both are counters of the cell, and the one that takes it in serves the commune of the one
 * that decides, unless the procedure is not bound to place (Decree 118/2025).
 */
export const notFiledHere = (cell: string, { nonTerritorial }: Procedure, offices: Offices): NotFiledHere | undefined => {
  const { supported, received, competent } = offices;
  if (![supported, received].every((office) => takesDossiersIn(cell, office))) return { kind: 'not-filed-here', reason: 'OFFICE' };
  if (nonTerritorial.value !== 'NONE' || serveSameCommune(received, competent)) return undefined;
  return { kind: 'not-filed-here', reason: 'TERRITORY', office: competent };
};

/** What META keeps of them: nothing where the office that decides did it all. */
export const officesKept = ({ supported, received, competent }: Offices): { supportedOffice?: string; receivedOffice?: string } => ({
  ...(received !== competent && { receivedOffice: received }),
  ...((received !== competent || supported !== competent) && { supportedOffice: supported }),
});

/** The three offices as an answer tells them. */
export const officesTold = ({
  office,
  receivedOffice = office,
  supportedOffice = receivedOffice,
}: Pick<Meta, 'office' | 'receivedOffice' | 'supportedOffice'>) => ({
  office,
  receivedOffice,
  supportedOffice,
});
