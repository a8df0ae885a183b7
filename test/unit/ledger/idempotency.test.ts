import { describe, expect, it } from 'vitest';
import { earlierUse, IdempotencyKey, KEY_USED, oncePointer } from '../../../functions/ledger/idempotency.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';

const at = new Date('2026-11-23T02:00:00.000Z');
const later = (ms: number) => new Date(at.getTime() + ms);
const DAY_MS = 24 * 3_600_000;
const request = { caller: 'citizen-1', operation: 'openDraft', key: 'key-00000001', body: { a: 1, b: { c: [1, { d: 2, e: undefined }] } } };

const used = async () => {
  const ledger = memoryLedger();
  const { key, item } = oncePointer(request, 'dossier-1', at);
  await ledger.putItem(key, item);
  return ledger;
};

describe('an idempotency key', () => {
  it('was not used before its first use', async () => {
    expect(await earlierUse(memoryLedger(), request, at)).toBeUndefined();
  });

  it('leads to what its first use made', async () => {
    expect(await earlierUse(await used(), request, at)).toEqual({ kind: 'same', reference: 'dossier-1' });
  });

  it('knows the same body in another order and with absent fields', async () => {
    const body = { b: { c: [1, { d: 2 }] }, a: 1 };
    expect(await earlierUse(await used(), { ...request, body }, at)).toMatchObject({ kind: 'same' });
  });

  it('takes a text for the same whether its letters come composed or decomposed', async () => {
    const ledger = memoryLedger();
    const composed = { ...request, body: { line: 'Số 1 đường Trần Phú'.normalize('NFC') } };
    const { key, item } = oncePointer(composed, 'dossier-1', at);
    await ledger.putItem(key, item);
    const decomposed = { ...request, body: { line: 'Số 1 đường Trần Phú'.normalize('NFD') } };
    expect(await earlierUse(ledger, decomposed, at)).toEqual({ kind: 'same', reference: 'dossier-1' });
  });

  it.each([
    ['another value', { ...request.body, a: 2 }],
    ['another type', { ...request.body, a: '1' }],
    ['a list in another order', { ...request.body, b: { c: [{ d: 2 }, 1] } }],
    ['one field more', { ...request.body, z: null }],
    ['no body', undefined],
  ])('is another request with %s', async (_, body) => {
    expect(await earlierUse(await used(), { ...request, body }, at)).toEqual({ kind: 'other-request' });
  });

  it.each([
    ['caller', { caller: 'citizen-2' }],
    ['operation', { operation: 'openPayment' }],
    ['key', { key: 'key-00000002' }],
  ])('is unused for another %s', async (_, other) => {
    expect(await earlierUse(await used(), { ...request, ...other }, at)).toBeUndefined();
  });

  it('cannot be mixed up by moving letters between caller and operation', async () => {
    const moved = { ...request, caller: 'citizen-1\nopenDraft', operation: '' };
    expect(await earlierUse(await used(), moved, at)).toBeUndefined();
  });

  it('answers for a day and then is free again', async () => {
    const ledger = await used();
    expect(await earlierUse(ledger, request, later(DAY_MS))).toMatchObject({ kind: 'same' });
    expect(await earlierUse(ledger, request, later(DAY_MS + 1000))).toBeUndefined();
  });

  it('is written on condition, replaceable only once it has expired', () => {
    expect(oncePointer(request, 'dossier-1', at)).toMatchObject({ kind: 'create', otherwise: KEY_USED, replaceExpired: true });
  });

  it('keeps neither key nor body in readable form', () => {
    const text = JSON.stringify(oncePointer({ ...request, body: { pin: '042190000016' } }, 'dossier-1', at));
    expect([text.includes('key-00000001'), text.includes('042190000016'), text.includes('citizen-1')]).toEqual([false, false, false]);
  });

  it.each(['short', '', 'with space inside', 'x'.repeat(129), 'dấu-tiếng-việt', 'tab\tinside'])('is refused as %j', (key) => {
    expect(IdempotencyKey.safeParse(key).success).toBe(false);
  });

  it.each(['12345678', 'a'.repeat(128), '01J9ZV7K4B0000000000000000', '~!@#$%^&*()'])('may be %j', (key) => {
    expect(IdempotencyKey.safeParse(key).success).toBe(true);
  });
});
