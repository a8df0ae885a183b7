import * as z from 'zod';
import { madeOnce } from './made-once.ts';

/** Environment variables of the functions, each with its meaning; a function's schema picks the ones it needs. */
export const envFields = madeOnce({
  /** The cell's code: a province's two digits, or `national`. Also the `source` of its events: `/cells/42`. */
  CELL: () => z.string().regex(/^(\d{2}|national)$/),
  /** JSON of ClaimNames (caller.ts) when the issuers name their claims otherwise. */
  CLAIM_NAMES: () => z.string().optional(),
  DOSSIERS_TABLE: () => z.string(),
  /** Secret with the country's owner index keys (owner-index.ts). */
  OWNER_KEYS_SECRET: () => z.string(),
  /** KMS key that wraps the dossiers' data keys. */
  PERSONAL_DATA_KEY: () => z.string(),
  DOCUMENTS_BUCKET: () => z.string(),
  /** KMS key, ECC P-256, that signs results. */
  RESULT_KEY: () => z.string(),
  /** KMS keys, ECC P-256, that stand in for the agency's signature in files and for the time stamp authority. */
  FORM_KEY: () => z.string(),
  TIME_STAMP_KEY: () => z.string(),
  /** SNS topic of the dossier events. */
  EVENTS_TOPIC: () => z.string(),
  /** ARN of the approval state machine. */
  APPROVAL_MACHINE: () => z.string(),
  LOOKUPS_QUEUE: () => z.url(),
  DELIVERIES_QUEUE: () => z.url(),
  ENDED_EXECUTIONS_QUEUE: () => z.url(),
  /** Secret `{ tmnCode, secrets: [current, previous?] }` of the payment gateway's merchant account. */
  MERCHANT_SECRET: () => z.string(),
  /** Address of the gateway's pay page. */
  PAYMENT_PAGE: () => z.url(),
  /** Address of this cell's HTTP API as its callers see it. */
  API_ADDRESS: () => z.url(),
  /** Address of the national cell's HTTP API. */
  NATIONAL_API: () => z.url(),
  /** Token endpoint of the agencies' issuer. */
  TOKEN_ENDPOINT: () => z.url(),
  /** Secret `{ clientId, clientSecret }` of this cell at the agencies' issuer. */
  NATIONAL_CLIENT_SECRET: () => z.string(),
  REGISTRIES_TABLE: () => z.string(),
  LOOKUP_RECORDS_TABLE: () => z.string(),
  E_DOCUMENTS_TABLE: () => z.string(),
});
