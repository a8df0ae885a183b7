import * as z from 'zod';
import { envFields } from '../platform/env-fields.ts';

export const RequestWithdrawalEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
});
export const DecideWithdrawalEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
});
