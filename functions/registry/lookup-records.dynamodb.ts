import { type BatchWriteDeps, putAll } from '../platform/batch-write.dynamodb.ts';
import type { LookupRecords } from './lookup-records.ts';

/*
 * Access patterns of the table "lookup records" (pk `OWNER#<owner key>`, sk `<ULID>`)
 *   what was looked up about an owner, in order of time   base table
 * A record has a key of its own, so that none ever replaces another; nothing here updates or deletes.
 */
export const dynamoLookupRecords = (deps: BatchWriteDeps): LookupRecords => ({
  append: (records) =>
    putAll(deps)(records.map((record) => ({ pk: `OWNER#${record.ownerKey}`, sk: record.id, itemVersion: 1, ...record }))),
});
