import * as z from 'zod';
import { envFields } from '../platform/env-fields.ts';

export const ReadReportsEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
  API_ADDRESS: envFields.API_ADDRESS,
});
export const CountDossiersEnv = z.object({ DOSSIERS_TABLE: envFields.DOSSIERS_TABLE });
