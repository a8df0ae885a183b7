import { metaKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { Meta } from '../ledger/meta.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';

export type ListOwnDossiersDeps = { readonly ledger: Ledger; readonly ownerIndex: Pick<OwnerIndex, 'all'> };

/** The caller's dossiers, newest first, a page at a time. @throws CursorInvalid */
export const listOwnDossiers =
  ({ ledger, ownerIndex }: ListOwnDossiersDeps) =>
  async (pin: string, cursor?: string): Promise<{ readonly dossiers: readonly Meta[]; readonly cursor?: string }> => {
    const ownerKeys = await ownerIndex.all(pin);
    const page = await ledger.listOwned(ownerKeys, cursor);
    const items = await ledger.readItems(page.dossierIds.map(metaKey));
    const dossiers = items.flatMap((item) => (item ? [Meta.parse(item)] : [])).filter(({ ownerKey }) => ownerKeys.includes(ownerKey));
    return { dossiers, ...(page.cursor && { cursor: page.cursor }) };
  };
