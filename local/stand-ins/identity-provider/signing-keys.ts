import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { JWK } from 'oidc-provider';

/** The provider's private RSA key as a JWK (with `kid`) and the key that signs its cookies. */
export type SigningKeys = { readonly jwk: JWK; readonly cookieKey: string };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isSigningKeys = (value: unknown): value is SigningKeys =>
  isRecord(value) && isRecord(value['jwk']) && value['jwk']['kty'] === 'RSA' && typeof value['cookieKey'] === 'string';

const makeKeys = (): SigningKeys => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' });
  return {
    jwk: { ...jwk, kty: 'RSA', kid: randomBytes(8).toString('hex'), use: 'sig', alg: 'RS256' },
    cookieKey: randomBytes(32).toString('base64url'),
  };
};

/**
 * Reads the keys from `file`, or makes them once. They must survive a restart: an API whose authorizer has cached the key set
 * would otherwise refuse every token.
 * @throws when the file exists and holds something else
 */
export const loadSigningKeys = (file: string): SigningKeys => {
  if (existsSync(file)) {
    const stored: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isSigningKeys(stored)) throw new Error(`${file} does not hold the identity provider's keys; move it away to make new ones`);
    return stored;
  }
  const keys = makeKeys();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(keys), { mode: 0o600 });
  // A rename is atomic: a run that is killed here leaves either no keys or whole ones.
  renameSync(`${file}.new`, file);
  return keys;
};
