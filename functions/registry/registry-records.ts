import * as z from 'zod';
import { Instant } from '../ledger/meta.ts';

/** A record's address: the registry and the HMAC of its natural key, never the key itself. */
export type RecordAddress = { readonly registry: string; readonly keyHash: string };

/** A record as stored. `asOf` is when the register gave it. */
export const RegistryRecord = z.object({ data: z.record(z.string(), z.unknown()), asOf: Instant });
export type RegistryRecord = z.infer<typeof RegistryRecord>;

export type RegistryRecords = {
  /** One answer per address, in order; consistent. */
  find(addresses: readonly RecordAddress[]): Promise<readonly (RegistryRecord | undefined)[]>;
  /** Writes or replaces records with distinct addresses. @throws when some could not be written; repeating is harmless */
  save(records: readonly (RecordAddress & RegistryRecord)[]): Promise<void>;
};
