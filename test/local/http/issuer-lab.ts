import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { VirtualClock } from '../../../local/clock.ts';

/** An OpenID issuer with one RSA key, as far as an authorizer looks at one. */
export type IssuerLab = {
  readonly issuer: string;
  /** A token of this issuer for ten minutes from the clock's now; `claims` win over the usual ones. */
  token(claims?: JWTPayload, header?: { alg?: string; kid?: string; foreign?: boolean }): Promise<string>;
  stop(): Promise<void>;
};

export const openIssuerLab = async (clock: VirtualClock): Promise<IssuerLab> => {
  const [own, foreign, elliptic] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256'), generateKeyPair('ES256')]);
  const keys = [
    { ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' },
    { ...(await exportJWK(elliptic.publicKey)), kid: 'elliptic', alg: 'ES256', use: 'sig' },
  ];
  let issuer = '';
  const server = createServer((request, response) => {
    const documents: Record<string, unknown> = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
      '/keys': { keys },
    };
    const document = documents[request.url ?? ''];
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(document ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    issuer,
    token: async (claims = {}, { alg = 'RS256', kid = 'one', foreign: forged = false } = {}) => {
      const now = Math.floor(clock.now() / 1000);
      const key = alg === 'ES256' ? elliptic.privateKey : forged ? foreign.privateKey : own.privateKey;
      const payload = { iss: issuer, aud: 'citizen', sub: 'somebody', scope: 'citizen', iat: now, exp: now + 600, ...claims };
      return new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(key);
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
