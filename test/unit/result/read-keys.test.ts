import { calculateJwkThumbprint, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { resultBench } from './result-bench.ts';

describe('the published keys', () => {
  it('name the signing key by its thumbprint, and hold no private part', async () => {
    const bench = await resultBench();
    const { status, body, headers } = await bench.keys();
    const [key] = body['keys'] as JWK[];
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=300');
    expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
    expect(key).not.toHaveProperty('d');
    expect(key?.kid).toBe(await calculateJwkThumbprint(key ?? { kty: 'none' }));
  });

  it('are not answered when the key service fails', async () => {
    const bench = await resultBench();
    bench.key.publicKey = async () => {
      throw new Error('no such key');
    };
    expect((await bench.keys()).status).toBe(500);
  });
});
