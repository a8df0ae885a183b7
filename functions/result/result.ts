import * as z from 'zod';
import { resultKey } from '../ledger/item-keys.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { DossierId, Instant } from '../ledger/meta.ts';
import type { PersonalData, Sealed } from '../ledger/personal-data.ts';
import { SealedFields } from '../ledger/sealed-fields.ts';
import { ResultForm } from './result-form.ts';

const Outcome = z.enum(['GRANTED', 'REFUSED']);

/** Crockford's base 32; 104 random bits make 21 characters, so that nobody finds one by trying. */
export const ResultCode = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{16,40}$/, 'must be a result code');

/** What the cell signs: the result as its owner gets it, personal data included. */
export const ResultPayload = z.object({
  /** Address of the cell's API: its keys are at `<iss>/public/jwks.json`. */
  iss: z.string(),
  cell: z.string(),
  code: ResultCode,
  /** Number of the decision, as its form shows it. */
  number: z.string(),
  dossierCode: z.string(),
  procedure: z.string(),
  procedureVersion: z.string(),
  outcome: Outcome,
  issuedAt: Instant,
  owner: z.object({ pin: z.string(), name: z.string() }),
  form: ResultForm,
});
export type ResultPayload = z.infer<typeof ResultPayload>;

/** The signed result as stored (item `RESULT`); what names its owner is sealed. */
export const StoredResult = SealedFields.extend({
  dossierId: DossierId,
  code: ResultCode,
  number: z.string(),
  outcome: Outcome,
  issuedAt: Instant,
  kid: z.string(),
});
export type StoredResult = Omit<z.infer<typeof StoredResult>, 'sealed'> & { readonly sealed: Sealed };

/** What a result code stands for, without personal data (item `RESULT#<code>`): all that verification says. */
export const ResultPointer = z.object({
  dossierId: DossierId,
  cell: z.string(),
  office: z.string(),
  procedure: z.string(),
  number: z.string(),
  outcome: Outcome,
  issuedAt: Instant,
  revokedAt: Instant.optional(),
});
export type ResultPointer = z.infer<typeof ResultPointer>;

const SignedResult = z.object({ jws: z.string() });

export const sealResult = (personalData: Pick<PersonalData, 'seal'>, dossierId: string, jws: string) =>
  personalData.seal(dossierId, { jws } satisfies z.infer<typeof SignedResult>);

/** The signed result of a dossier; undefined while it has none. @throws when it was changed */
export const openResult = async (
  { ledger, personalData }: { readonly ledger: Pick<Ledger, 'readItem'>; readonly personalData: Pick<PersonalData, 'open'> },
  dossierId: string,
): Promise<string | undefined> => {
  const item = await ledger.readItem(resultKey(dossierId));
  if (!item) return undefined;
  return SignedResult.parse(await personalData.open(dossierId, StoredResult.parse(item).sealed)).jws;
};
