import * as z from 'zod';
import { refusalKey } from '../ledger/item-keys.ts';
import type { Item, Ledger } from '../ledger/ledger.ts';
import { Instant } from '../ledger/meta.ts';
import type { PersonalData } from '../ledger/personal-data.ts';
import { SealedFields } from '../ledger/sealed-fields.ts';

/** Why a dossier was not accepted, in an officer's words, which may name a person. Stored sealed (item `REFUSAL`). */
export const Refusal = z.object({ reason: z.string(), legalBasis: z.string(), at: Instant });
export type Refusal = z.infer<typeof Refusal>;

/** The REFUSAL item of a dossier. */
export const sealRefusal = async (personalData: Pick<PersonalData, 'seal'>, dossierId: string, refusal: Refusal): Promise<Item> => ({
  dossierId,
  sealed: await personalData.seal(dossierId, refusal),
});

/** Reads and opens the REFUSAL item. @throws when the dossier has none or it was changed */
export const openRefusal = async (
  ledger: Pick<Ledger, 'readItem'>,
  personalData: Pick<PersonalData, 'open'>,
  dossierId: string,
): Promise<Refusal> => {
  const { sealed } = SealedFields.parse(await ledger.readItem(refusalKey(dossierId)));
  return Refusal.parse(await personalData.open(dossierId, sealed));
};
