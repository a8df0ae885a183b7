import * as z from 'zod';
import { envFields } from '../platform/env-fields.ts';

export const OpenPaymentEnv = z.object({
  CLAIM_NAMES: envFields.CLAIM_NAMES,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  OWNER_KEYS_SECRET: envFields.OWNER_KEYS_SECRET,
  MERCHANT_SECRET: envFields.MERCHANT_SECRET,
  PAYMENT_PAGE: envFields.PAYMENT_PAGE,
  API_ADDRESS: envFields.API_ADDRESS,
});
export const NotifyPaymentEnv = z.object({
  CELL: envFields.CELL,
  DOSSIERS_TABLE: envFields.DOSSIERS_TABLE,
  MERCHANT_SECRET: envFields.MERCHANT_SECRET,
});
export const ReturnFromPaymentEnv = z.object({ MERCHANT_SECRET: envFields.MERCHANT_SECRET, DOSSIERS_TABLE: envFields.DOSSIERS_TABLE });
