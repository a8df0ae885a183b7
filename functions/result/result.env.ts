import * as z from 'zod';
import { envFields } from '../platform/env-fields.ts';

export const ConcludeDossierEnv = z.object({
  CELL: envFields.CELL,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  RESULT_KEY: envFields.RESULT_KEY,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
  API_ADDRESS: envFields.API_ADDRESS,
});
export const DeliverResultEnv = z.object({
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
  DELIVERIES_QUEUE: envFields.DELIVERIES_QUEUE,
  NATIONAL_API: envFields.NATIONAL_API,
  TOKEN_ENDPOINT: envFields.TOKEN_ENDPOINT,
  NATIONAL_CLIENT_SECRET: envFields.NATIONAL_CLIENT_SECRET,
});
export const NumberResultEnv = ConcludeDossierEnv.extend({ CLAIM_NAMES: envFields.CLAIM_NAMES });
export const HandOverResultEnv = z.object({ CLAIM_NAMES: envFields.CLAIM_NAMES, DOSSIERS_TABLE: envFields.DOSSIERS_TABLE });
export const VerifyResultEnv = z.object({ DOSSIERS_TABLE: envFields.DOSSIERS_TABLE });
export const ReadKeysEnv = z.object({ RESULT_KEY: envFields.RESULT_KEY });
export const ReadOwnResultEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
});
