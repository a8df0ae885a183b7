import * as z from 'zod';
import { envFields } from '../platform/env-fields.ts';

export const ListTasksEnv = z.object({ CLAIM_NAMES: envFields.CLAIM_NAMES, DOSSIERS_TABLE: envFields.DOSSIERS_TABLE });
export const ReadTaskEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
});
export const AnswerTaskEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
});
export const DecideTaskEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
});
export const HoldTaskTokenEnv = z.object({ DOSSIERS_TABLE: envFields.DOSSIERS_TABLE });
export const DriveApprovalsEnv = z.object({ DOSSIERS_TABLE: envFields.DOSSIERS_TABLE, APPROVAL_MACHINE: envFields.APPROVAL_MACHINE });
export const RestartExecutionEnv = z.object({
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  APPROVAL_MACHINE: envFields.APPROVAL_MACHINE,
  ENDED_EXECUTIONS_QUEUE: envFields.ENDED_EXECUTIONS_QUEUE,
});
