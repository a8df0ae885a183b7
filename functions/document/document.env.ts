import * as z from 'zod';
import { envFields } from '../platform/env-fields.ts';

export const RequestUploadEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET,
  DOCUMENTS_BUCKET: envFields.DOCUMENTS_BUCKET,
});
export const ConfirmUploadEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET,
  DOCUMENTS_BUCKET: envFields.DOCUMENTS_BUCKET,
});
export const RecordScanVerdictEnv = z.object({ DOSSIERS_TABLE: envFields.DOSSIERS_TABLE, DOCUMENTS_BUCKET: envFields.DOCUMENTS_BUCKET });
export const OpenStaffDocumentEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  DOCUMENTS_BUCKET: envFields.DOCUMENTS_BUCKET,
});
export const OpenTaskDocumentEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  DOCUMENTS_BUCKET: envFields.DOCUMENTS_BUCKET,
});
