import { compactVerify, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { kmsResultKey } from '../../../functions/result/result-key.kms.ts';
import { key, serveKeys } from '../../local/keys/support.ts';

describe('the result key in a key service', () => {
  let service: Awaited<ReturnType<typeof serveKeys>>;

  beforeAll(async () => {
    service = await serveKeys([key('results', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }), key('others')]);
    vi.stubEnv('AWS_ENDPOINT_URL_KMS', service.url());
    vi.stubEnv('AWS_REGION', 'ap-southeast-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await service.stop();
  });

  it('signs what another library verifies with the key that it publishes', async () => {
    const resultKey = kmsResultKey('results');
    const { kid, alg, use, ...jwk } = await resultKey.publicKey();
    const header = Buffer.from(JSON.stringify({ alg, kid })).toString('base64url');
    for (let n = 0; n < 20; n += 1) {
      // Longer than the 4 kB that the service signs as they are.
      const input = `${header}.${Buffer.from('x'.repeat(6000 + n)).toString('base64url')}`;
      const jws = `${input}.${Buffer.from(await resultKey.sign(Buffer.from(input))).toString('base64url')}`;
      expect((await compactVerify(jws, await importJWK(jwk, 'ES256'))).protectedHeader).toEqual({ alg: 'ES256', kid });
    }
    expect(use).toBe('sig');
  });

  it('asks for the public key again after it could not be read', async () => {
    const resultKey = kmsResultKey('missing');
    await expect(resultKey.publicKey()).rejects.toThrow();
    await expect(resultKey.publicKey()).rejects.toThrow();
  });

  it('does not sign with a key of another kind', async () => {
    await expect(kmsResultKey('others').sign(Buffer.from('x'))).rejects.toThrow();
  });
});
