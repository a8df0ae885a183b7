import * as z from 'zod';
import { envFields } from '../platform/env-fields.ts';

export const OpenDraftEnv = z.object({
  CELL: envFields.CELL,
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
});
export const ListOwnDossiersEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET,
});
export const ReadOwnDossierEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
});
export const ListOwnAccessesEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET,
});
export const SubmitDossierEnv = z.object({
  CELL: envFields.CELL,
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET,
});
export const ListInboxEnv = z.object({ CLAIM_NAMES: envFields.CLAIM_NAMES, DOSSIERS_TABLE: envFields.DOSSIERS_TABLE });
export const ReadStaffDossierEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
});
export const AcceptDossierEnv = z.object({
  CELL: envFields.CELL,
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
});
export const RefuseDossierEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
});
export const ReissueReceiptEnv = z.object({ CLAIM_NAMES: envFields.CLAIM_NAMES, DOSSIERS_TABLE: envFields.DOSSIERS_TABLE });
export const TrackDossierEnv = z.object({ DOSSIERS_TABLE: envFields.DOSSIERS_TABLE });
export const EnactDeadlinesEnv = z.object({ DOSSIERS_TABLE: envFields.DOSSIERS_TABLE });
export const PublishEventsEnv = z.object({ CELL: envFields.CELL, EVENTS_TOPIC: envFields.EVENTS_TOPIC });
