import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose';
import { audienceOf, nationalPolicy, type OperationId, routePolicy } from '../../../functions/api/policy.ts';
import { loadSigningKeys } from '../../../local/stand-ins/identity-provider/signing-keys.ts';
import type { CallerId } from '../../../scripts/description/authorization/authorization-callers.ts';
import type { TestPlace } from '../../support/place/test-place.ts';

/** Every role that the product or its personas know. */
const ROLES = ['intake', 'approver', 'leader', 'clerk', 'importer', 'complaints', 'operations-leader'];

/** The persona whose call of an operation is let in. */
const letIn = (operation: OperationId): string => {
  const route = routePolicy(operation);
  const audience = audienceOf(route);
  if (operation in nationalPolicy) return 'cell-42';
  if (audience === 'agency') return 'land';
  if (audience !== 'staff') return 'citizen-renter';
  if (route.roles?.includes('intake')) return 'officer';
  if (route.roles?.includes('importer')) return 'importer';
  if (route.roles?.includes('approver')) return 'chief';
  if (route.roles?.includes('complaints')) return 'complaints-officer';
  if (route.roles?.includes('leader')) return 'commune-leader';
  return route.roles?.includes('operations-leader') ? 'operations-leader' : 'clerk';
};

/**
 * Tokens of every caller. Those of personas come from the issuer as ever; of those that no persona has, the issuer's own key signs
 * a persona's claims with a change, or somebody else's key signs them as they are.
 */
export const authorizationTokens = async (here: TestPlace, dataDir: string) => {
  const { tokenFor } = here.place;
  const { kty, n, e, d, p, q, dp, dq, qi } = loadSigningKeys(join(dataDir, 'identity-provider.json')).jwk;
  const own = await importJWK({ kty, n, e, d, p, q, dp, dq, qi }, 'RS256');
  const { privateKey: foreign } = await generateKeyPair('RS256');
  const signed = async (persona: string, key: typeof own | typeof foreign, change: JWTPayload): Promise<string> => {
    const genuine = await tokenFor(persona);
    return new SignJWT({ ...decodeJwt(genuine), ...change })
      .setProtectedHeader({ ...decodeProtectedHeader(genuine), alg: 'RS256' })
      .sign(key);
  };
  const officeOf = async (persona: string) => decodeJwt(await tokenFor(persona))['office'];
  const now = () => Math.floor(here.runtime.clock.now() / 1000);

  const makers: Readonly<Record<CallerId, (operation: OperationId) => Promise<string | undefined>>> = {
    nobody: async () => undefined,
    forged: (operation) => signed(letIn(operation), foreign, {}),
    expired: (operation) => signed(letIn(operation), own, { iat: now() - 7200, exp: now() - 3600 }),
    otherAudience: (operation) => signed(letIn(operation), own, { aud: 'elsewhere' }),
    withoutScope: (operation) => signed(letIn(operation), own, { scope: 'openid' }),
    owner: () => tokenFor('citizen-renter'),
    otherCitizen: () => tokenFor('citizen-other'),
    officer: (operation) => tokenFor(audienceOf(routePolicy(operation)) === 'staff' ? letIn(operation) : 'officer'),
    officerElsewhere: async (operation) =>
      signed('officer-elsewhere', own, {
        office: await officeOf('officer-elsewhere'),
        roles: routePolicy(operation).roles ?? ['intake', 'approver'],
      }),
    officerWithoutRole: (operation) =>
      signed('officer', own, { roles: ROLES.filter((role) => !routePolicy(operation).roles?.includes(role)) }),
    leader: () => tokenFor('leader'),
    agency: () => tokenFor('land'),
    otherAgency: () => tokenFor('commune'),
    cell: () => tokenFor('cell-42'),
    otherCell: () => signed('cell-42', own, { sub: 'cell-01', client_id: 'cell-01' }),
  };
  return (caller: CallerId, operation: OperationId): Promise<string | undefined> => makers[caller](operation);
};
