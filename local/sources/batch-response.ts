import { isObject } from '../dynamodb/json-fields.ts';
import type { InvokeResult } from '../invoke.ts';

/** What became of a batch. `ids` are the items that the function reported as failed. */
type BatchOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'partly-failed'; readonly ids: ReadonlySet<string> };

const DONE: BatchOutcome = { kind: 'done' };
const FAILED: BatchOutcome = { kind: 'failed' };

/**
 * Reads a function's answer to a batch as Lambda does.
 * @param reports whether the mapping has ReportBatchItemFailures; without it the payload says nothing
 * @param known identifiers of the batch's items: an answer that names another one fails the whole batch, as one that is malformed
 */
export const batchOutcome = (result: InvokeResult, reports: boolean, known: readonly string[]): BatchOutcome => {
  if (!result.ok) return FAILED;
  if (!reports || result.payload === null || result.payload === undefined) return DONE;
  if (!isObject(result.payload)) return FAILED;
  const failures = result.payload['batchItemFailures'];
  if (failures === undefined || failures === null) return DONE;
  if (!Array.isArray(failures)) return FAILED;
  const ids = new Set<string>();
  for (const failure of failures) {
    const id = isObject(failure) ? failure['itemIdentifier'] : undefined;
    if (typeof id !== 'string' || !known.includes(id)) return FAILED;
    ids.add(id);
  }
  return ids.size === 0 ? DONE : { kind: 'partly-failed', ids };
};
