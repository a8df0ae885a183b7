import * as z from 'zod';
import { formKey } from './item-keys.ts';
import type { Item, Ledger } from './ledger.ts';
import type { PersonalData } from './personal-data.ts';

/** What a dossier holds of a person: who filed it and the form as filled in. It is stored sealed only (item `FORM#1`). */
export const Filing = z.object({
  applicant: z.object({ pin: z.string().regex(/^\d{12}$/), name: z.string().min(1) }),
  form: z.record(z.string(), z.unknown()),
});
export type Filing = z.infer<typeof Filing>;

const bytes = z.instanceof(Uint8Array);

/** Sealed data as an item holds them, whatever stands beside them. */
export const SealedFields = z.object({ sealed: z.object({ wrappedKey: bytes, iv: bytes, tag: bytes, text: bytes }) });

/** The FORM item of a new dossier. */
export const sealFiling = async (personalData: Pick<PersonalData, 'seal'>, dossierId: string, filing: Filing): Promise<Item> => ({
  dossierId,
  sealed: await personalData.seal(dossierId, Filing.parse(filing)),
});

/** Reads and opens the FORM item. @throws when the dossier has none or it was changed */
export const openFiling = async (
  ledger: Pick<Ledger, 'readItem'>,
  personalData: Pick<PersonalData, 'open'>,
  dossierId: string,
): Promise<Filing> => {
  const { sealed } = SealedFields.parse(await ledger.readItem(formKey(dossierId)));
  return Filing.parse(await personalData.open(dossierId, sealed));
};
