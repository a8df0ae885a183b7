import * as z from 'zod';
import { envFields } from '../platform/env-fields.ts';

export const KeepDowntimesEnv = z.object({
  CELL: envFields.CELL,
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
});
