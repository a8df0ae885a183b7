import { Access } from '../ledger/access.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { OwnerIndex } from '../ledger/owner-index.ts';

export type ListOwnAccessesDeps = { readonly ledger: Ledger; readonly ownerIndex: Pick<OwnerIndex, 'all'> };

export type ListOwnAccessesOutcome =
  | { readonly kind: 'found'; readonly accesses: readonly Access[]; readonly cursor?: string }
  | { readonly kind: 'not-found' };

/** Who else read the personal data of one of the caller's dossiers, oldest first, a page at a time. @throws CursorInvalid */
export const listOwnAccesses =
  ({ ledger, ownerIndex }: ListOwnAccessesDeps) =>
  async (pin: string, dossierId: string, cursor?: string): Promise<ListOwnAccessesOutcome> => {
    const meta = await ledger.readMeta(dossierId);
    if (!meta || !(await ownerIndex.all(pin)).includes(meta.ownerKey)) return { kind: 'not-found' };
    const page = await ledger.listPage(dossierId, 'ACCESS#', cursor);
    return { kind: 'found', accesses: page.items.map((item) => Access.parse(item)), ...(page.cursor && { cursor: page.cursor }) };
  };
