import * as z from 'zod';
import { envFields } from '../platform/env-fields.ts';

export const LookUpEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET,
  REGISTRIES_TABLE: envFields.REGISTRIES_TABLE,
  LOOKUP_RECORDS_TABLE: envFields.LOOKUP_RECORDS_TABLE,
});
export const StoreEDocumentEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET,
  E_DOCUMENTS_TABLE: envFields.E_DOCUMENTS_TABLE,
});
export const LoadRegistryEnv = z.object({ OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET, REGISTRIES_TABLE: envFields.REGISTRIES_TABLE });
