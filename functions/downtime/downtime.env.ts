import * as z from 'zod';
import { envFields } from '../platform/env-fields.ts';

export const KeepDowntimesEnv = z.object({ CLAIM_NAMES: envFields.CLAIM_NAMES, DOSSIERS_TABLE: envFields.DOSSIERS_TABLE });
