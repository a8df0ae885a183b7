import * as z from 'zod';
import { envFields } from '../platform/env-fields.ts';

export const RunLookupsEnv = z.object({
  CELL: envFields.CELL,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET,
  PERSONAL_DATA_KEY: envFields.PERSONAL_DATA_KEY,
  LOOKUPS_QUEUE: envFields.LOOKUPS_QUEUE,
  NATIONAL_API: envFields.NATIONAL_API,
  TOKEN_ENDPOINT: envFields.TOKEN_ENDPOINT,
  NATIONAL_CLIENT_SECRET: envFields.NATIONAL_CLIENT_SECRET,
});
