import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { isObject } from '../assembly/json.ts';
import type { VirtualClock } from '../clock.ts';
import type { JwtAuthorizerConfig } from './api-config.ts';

export type Authorization =
  | { readonly kind: 'allowed'; readonly claims: JWTPayload; readonly scopes: readonly string[] | null }
  | { readonly kind: 'unauthorized' | 'forbidden'; readonly reason: string };

/** Judges the `authorization` header of one request for a route that asks for one of `scopes` (none: any token will do). */
export type JwtAuthorizer = (header: string | undefined, scopes: readonly string[]) => Promise<Authorization>;

/** An issuer that does not answer within this is not there. */
const DISCOVERY_TIMEOUT_MS = 5000;

/**
 * Makes an authorizer after its issuer was asked for its keys' address.
 * @throws Error naming the authorizer and the issuer when that fails
 */
export const openJwtAuthorizer = async ({ name, issuer, audiences }: JwtAuthorizerConfig, clock: VirtualClock): Promise<JwtAuthorizer> => {
  const keys = await discoverKeys(issuer).catch((error: unknown) => {
    throw new Error(`authorizer ${name}: its issuer ${issuer} does not answer: ${error instanceof Error ? error.message : String(error)}`);
  });
  return async (header, scopes) => {
    const token = header?.replace(/^bearer /i, '').trim();
    if (!token) return { kind: 'unauthorized', reason: 'no token' };
    const now = clock.now();
    let claims: JWTPayload;
    try {
      const verified = await jwtVerify(token, keys, { algorithms: ['RS256'], issuer, requiredClaims: ['exp'], currentDate: new Date(now) });
      claims = verified.payload;
    } catch (error) {
      return { kind: 'unauthorized', reason: error instanceof errors.JOSEError ? error.message : 'the keys of the issuer cannot be read' };
    }
    if (claims.iat !== undefined && claims.iat * 1000 > now) return { kind: 'unauthorized', reason: 'the token was issued in the future' };
    if (!matchesAudience(claims, audiences)) return { kind: 'unauthorized', reason: 'the token does not have a valid audience' };
    if (scopes.length === 0) return { kind: 'allowed', claims, scopes: null };
    const granted = grantedScopes(claims);
    const matching = scopes.filter((scope) => granted.includes(scope));
    if (matching.length === 0) return { kind: 'forbidden', reason: 'the token does not have a required scope' };
    return { kind: 'allowed', claims, scopes: matching };
  };
};

const discoverKeys = async (issuer: string): Promise<JWTVerifyGetKey> => {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`its discovery document gave status ${response.status}`);
  const document: unknown = await response.json();
  const address = isObject(document) ? document['jwks_uri'] : undefined;
  if (typeof address !== 'string') throw new Error('its discovery document has no jwks_uri');
  return createRemoteJWKSet(new URL(address));
};

/** `client_id` counts only in a token without `aud`. */
const matchesAudience = (claims: JWTPayload, audiences: readonly string[]): boolean => {
  const given = claims.aud ?? claims['client_id'];
  return (Array.isArray(given) ? given : [given]).some((audience) => typeof audience === 'string' && audiences.includes(audience));
};

const grantedScopes = (claims: JWTPayload): readonly string[] => {
  const given = claims['scope'] ?? claims['scp'];
  if (typeof given === 'string') return given.split(' ');
  return Array.isArray(given) ? given.map(String) : [];
};
