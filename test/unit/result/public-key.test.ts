import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { publicKeyOf } from '../../../functions/result/public-key.ts';

const spkiOf = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).publicKey.export({ type: 'spki', format: 'der' });

describe('a published key', () => {
  it('has the thumbprint that another library computes', async () => {
    for (let n = 0; n < 20; n += 1) {
      const key = publicKeyOf(spkiOf('P-256'));
      expect(key.kid).toBe(await calculateJwkThumbprint({ ...key }));
      expect(await importJWK({ ...key })).toBeDefined();
    }
  });

  it('keeps the same id for the same key', () => {
    const spki = spkiOf('P-256');
    expect(publicKeyOf(spki)).toEqual(publicKeyOf(Uint8Array.from(spki)));
    expect(createPublicKey({ key: { ...publicKeyOf(spki) }, format: 'jwk' }).asymmetricKeyType).toBe('ec');
  });

  it.each([
    ['another curve', spkiOf('P-384')],
    ['another kind of key', generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' })],
    ['no key', new Uint8Array([1, 2, 3])],
  ])('refuses %s', (_what, spki) => {
    expect(() => publicKeyOf(spki)).toThrow();
  });
});
