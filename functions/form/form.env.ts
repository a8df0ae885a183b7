import * as z from 'zod';
import { envFields } from '../platform/env-fields.ts';

export const ReadFormsEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
});
export const OpenFormPdfEnv = z.object({
  CELL: envFields.CELL,
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
  DOCUMENTS_BUCKET: envFields.DOCUMENTS_BUCKET,
  FORM_KEY: envFields.FORM_KEY,
  TIME_STAMP_KEY: envFields.TIME_STAMP_KEY,
});
