import { createHash, createPublicKey } from 'node:crypto';
import * as z from 'zod';

/** A P-256 key as published in a JWKS (RFC 7517); `kid` is its thumbprint. */
export const PublicKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  kid: z.string(),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
});
export type PublicKey = z.infer<typeof PublicKey>;

const Exported = PublicKey.pick({ kty: true, crv: true, x: true, y: true });

/** RFC 7638: SHA-256 of the required members in the order of their names, without white space. */
const thumbprint = ({ crv, kty, x, y }: z.infer<typeof Exported>): string =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');

/** The published form of a key from its DER SubjectPublicKeyInfo. @throws when it is no P-256 key */
export const publicKeyOf = (spki: Uint8Array): PublicKey => {
  const jwk = Exported.parse(createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }).export({ format: 'jwk' }));
  return { ...jwk, kid: thumbprint(jwk), alg: 'ES256', use: 'sig' };
};
