import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type ItemKey, idempotencyKey } from './item-keys.ts';
import type { Item, ItemWrite, Ledger } from './ledger.ts';

/** How long a key answers again (seconds). */
const KEPT_FOR_S = 24 * 3600;

/** The header's value: chosen by the caller, one per intended effect. */
export const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{8,128}$/, 'must be 8 to 128 printable characters without spaces');

const Pointer = z.object({ requestHash: z.string(), reference: z.string(), expiresAt: z.number() });

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

/** JSON with sorted keys, so that the same request has the same hash whatever the order of its fields. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value && typeof value === 'object')
    return `{${Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
      .join(',')}}`;
  // The same Vietnamese text may come composed or decomposed: it is one request.
  return JSON.stringify(typeof value === 'string' ? value.normalize('NFC') : value) ?? 'null';
};

/** A request that must have one effect however often it comes: scoped to its caller and operation. */
export type OnceRequest = { readonly caller: string; readonly operation: string; readonly key: string; readonly body: unknown };

const keyOf = ({ caller, operation, key }: OnceRequest): ItemKey => idempotencyKey(sha256(`${caller}\n${operation}\n${key}`));

/** What `ledger` answers as `refused.by` when the key was used before. */
export const KEY_USED = 'idempotency-key-used';

/** The pointer that a step writes with its effect; `reference` is the id that the answer is made from again. */
export const oncePointer = (request: OnceRequest, reference: string, at: Date): ItemWrite => ({
  kind: 'create',
  key: keyOf(request),
  item: {
    requestHash: sha256(canonical(request.body)),
    reference,
    expiresAt: Math.floor(at.getTime() / 1000) + KEPT_FOR_S,
  } satisfies Item,
  otherwise: KEY_USED,
  replaceExpired: true,
});

/** What an earlier use of the key refers to; `other-request` when the body was another one; undefined when unused or expired. */
export const earlierUse = async (
  ledger: Pick<Ledger, 'readItem'>,
  request: OnceRequest,
  at: Date,
): Promise<{ readonly kind: 'same'; readonly reference: string } | { readonly kind: 'other-request' } | undefined> => {
  const item = await ledger.readItem(keyOf(request));
  if (!item) return undefined;
  const { requestHash, reference, expiresAt } = Pointer.parse(item);
  if (expiresAt < Math.floor(at.getTime() / 1000)) return undefined;
  return requestHash === sha256(canonical(request.body)) ? { kind: 'same', reference } : { kind: 'other-request' };
};
