import type { Meta } from '../ledger/meta.ts';
import { enteredAt } from '../ledger/office-of-dossier.ts';
import type { Party } from '../ledger/party.ts';
import type { Procedure } from '../procedure/procedure.ts';

/** Who submits a draft; of its owner also the level of the e-ID of the sign-in. */
export type Submitter = Extract<Party, { kind: 'officer' }> | (Extract<Party, { kind: 'owner' }> & { readonly level: number });

type Unfit =
  | { readonly kind: 'wrong-channel'; readonly channel: Meta['channel'] }
  | { readonly kind: 'level-too-low'; readonly needed: number };

/** Why the submitter cannot submit this draft. Whom an officer has verified in person needs no e-ID. */
export const unfit = (submitter: Submitter, meta: Meta, { identityLevel }: Procedure): Unfit | undefined => {
  if (submitter.kind === 'officer') return undefined;
  if (enteredAt(meta) !== undefined) return { kind: 'wrong-channel', channel: meta.channel };
  return submitter.level < identityLevel.value ? { kind: 'level-too-low', needed: identityLevel.value } : undefined;
};
