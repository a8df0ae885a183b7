import type { Actor } from './history-event.ts';
import type { Meta } from './meta.ts';
import { enteredAt } from './office-of-dossier.ts';
import type { OwnerIndex } from './owner-index.ts';

/** Who brings a dossier in: its owner, or an officer of the office that has entered it. */
export type Party =
  | { readonly kind: 'owner'; readonly pin: string }
  | { readonly kind: 'officer'; readonly sub: string; readonly office: string };

export const actorOf = (party: Party): Actor => (party.kind === 'owner' ? { kind: 'owner' } : { kind: 'staff', id: party.sub });

/** Tells the dossiers that a party brings in. Officers do not see what citizens are drafting, nor what another office has entered. */
export const bringsIn = async (ownerIndex: Pick<OwnerIndex, 'all'>, party: Party): Promise<(meta: Meta) => boolean> => {
  if (party.kind === 'officer') return (meta) => enteredAt(meta) === party.office;
  const keys = await ownerIndex.all(party.pin);
  return ({ ownerKey }) => keys.includes(ownerKey);
};
