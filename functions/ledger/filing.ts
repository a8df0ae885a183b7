import * as z from 'zod';
import { formKey } from './item-keys.ts';
import type { Item, Ledger } from './ledger.ts';
import type { Meta } from './meta.ts';
import type { PersonalData } from './personal-data.ts';
import { SealedFields } from './sealed-fields.ts';

const Person = z.object({ pin: z.string().regex(/^\d{12}$/), name: z.string().min(1) });
export type Person = z.infer<typeof Person>;

/** What somebody files for another person with: a paper that says so, or the law itself (parents, a guardian). */
export const authorisations = ['POWER_OF_ATTORNEY', 'LEGAL_REPRESENTATIVE'] as const;

/** What a dossier holds of a person: who filed it and the form as filled in. It is stored sealed only (item `FORM#<version>`). */
export const Filing = z.object({
  applicant: Person,
  /** Whose dossier it is, where somebody else files it. */
  owner: Person.extend({ authorisation: z.enum(authorisations) }).optional(),
  form: z.record(z.string(), z.unknown()),
});
export type Filing = z.infer<typeof Filing>;

/** Whose dossier it is: registers are asked about this person, and the result is this person's. */
export const ownerOf = ({ applicant, owner }: Pick<Filing, 'applicant' | 'owner'>): Person =>
  owner ? { pin: owner.pin, name: owner.name } : applicant;

/** A FORM item: that of a new dossier, or a corrected one. */
export const sealFiling = async (personalData: Pick<PersonalData, 'seal'>, dossierId: string, filing: Filing): Promise<Item> => ({
  dossierId,
  sealed: await personalData.seal(dossierId, Filing.parse(filing)),
});

/** Reads and opens the newest FORM item, of which META tells the number. @throws when the dossier has none or it was changed */
export const openFiling = async (
  ledger: Pick<Ledger, 'readItem'>,
  personalData: Pick<PersonalData, 'open'>,
  { dossierId, formVersion }: Pick<Meta, 'dossierId' | 'formVersion'>,
): Promise<Filing> => {
  const { sealed } = SealedFields.parse(await ledger.readItem(formKey(dossierId, formVersion)));
  return Filing.parse(await personalData.open(dossierId, sealed));
};
