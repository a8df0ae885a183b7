import * as z from 'zod';
import { Instant } from '../ledger/meta.ts';

/** Who asked which registry about an owner, why, and whether it was answered. Append-only. */
export const LookupRecord = z.object({
  /** `<key version>.<HMAC of the subject's personal number>`. */
  ownerKey: z.string(),
  /** A ULID: its time orders the records. */
  id: z.string(),
  at: Instant,
  /** The client that asked: a cell. */
  by: z.string(),
  registry: z.string(),
  purpose: z.string(),
  legalBasis: z.string(),
  dossierId: z.string(),
  dossierCode: z.string(),
  outcome: z.enum(['found', 'not-found', 'refused']),
  /** Names of the fields that were given out. */
  fields: z.array(z.string()),
});
export type LookupRecord = z.infer<typeof LookupRecord>;

export type LookupRecords = {
  /** Writes all records. @throws when one could not be written: then nothing may leave */
  append(records: readonly LookupRecord[]): Promise<void>;
};
