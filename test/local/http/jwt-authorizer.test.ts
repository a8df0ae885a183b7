import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { type ApiLab, openApiLab } from './api-lab.ts';
import { type IssuerLab, openIssuerLab } from './issuer-lab.ts';

const clock = new VirtualClock();
let issuer: IssuerLab;
let lab: ApiLab;
beforeAll(async () => {
  issuer = await openIssuerLab(clock);
});
afterAll(() => issuer.stop());

const spec = () => ({
  routes: {
    'GET /scoped': { AuthorizationType: 'JWT', AuthorizerId: 'Citizen', AuthorizationScopes: ['citizen', 'admin'] },
    'GET /any': { AuthorizationType: 'JWT', AuthorizerId: 'Citizen' },
    'GET /open': {},
  },
  authorizers: { Citizen: { Issuer: issuer.issuer, Audience: ['citizen', 'other'] } },
});
beforeEach(async () => {
  lab = await openApiLab(spec(), clock);
});
afterEach(() => lab.stop());

const ask = (path: string, token: string | undefined) => lab.get(path, token === undefined ? {} : { headers: { authorization: token } });
const seconds = () => Math.floor(clock.now() / 1000);

test('lets a good token through, with or without Bearer, and hands its claims on as texts', async () => {
  const claims = { roles: ['intake', 'approver'], level: 2, active: true, address: { city: 'Vinh' } };
  const token = await issuer.token(claims);
  expect((await ask('/scoped', token)).status).toBe(200);
  expect((await ask('/scoped', `Bearer ${token}`)).status).toBe(200);
  expect(lab.events[1]).toMatchObject({
    requestContext: {
      authorizer: {
        jwt: {
          claims: {
            iss: issuer.issuer,
            aud: 'citizen',
            sub: 'somebody',
            scope: 'citizen',
            iat: expect.stringMatching(/^\d+$/),
            roles: '[intake approver]',
            level: '2',
            active: 'true',
            address: 'map[city:Vinh]',
          },
          scopes: ['citizen'],
        },
      },
    },
  });
});

test('a route without scopes takes any token of the audience and shows no scopes', async () => {
  expect((await ask('/any', await issuer.token({ scope: undefined }))).status).toBe(200);
  expect(lab.events[0]).toMatchObject({ requestContext: { authorizer: { jwt: { scopes: null } } } });
});

test('an open route needs no token and looks at none', async () => {
  expect((await ask('/open', 'nonsense')).status).toBe(200);
  expect(lab.events[0]?.['requestContext']).not.toHaveProperty('authorizer');
});

describe('401 Unauthorized', () => {
  const cases: Record<string, () => Promise<string | undefined>> = {
    'no token': async () => undefined,
    'an empty token': async () => 'Bearer ',
    nonsense: async () => 'Bearer nonsense',
    'a token of another issuer': () => issuer.token({ iss: 'https://other.example' }),
    'a token for another audience': () => issuer.token({ aud: 'staff' }),
    'a token without audience': () => issuer.token({ aud: undefined }),
    'a client_id that fits beside an audience that does not': () => issuer.token({ aud: 'staff', client_id: 'citizen' }),
    'an expired token': () => issuer.token({ exp: seconds() - 1 }),
    'a token without expiry': () => issuer.token({ exp: undefined }),
    'a token that is not valid yet': () => issuer.token({ nbf: seconds() + 60 }),
    'a token issued in the future': () => issuer.token({ iat: seconds() + 60 }),
    'a token signed with a key that is not published': () => issuer.token({}, { foreign: true }),
    'a token that names an unknown key': () => issuer.token({}, { kid: 'none' }),
    'a token signed with an elliptic curve': () => issuer.token({}, { alg: 'ES256', kid: 'elliptic' }),
  };

  test.each(Object.entries(cases))('for %s', async (_what, token) => {
    const response = await ask('/scoped', await token());
    expect([response.status, await response.json()]).toEqual([401, { message: 'Unauthorized' }]);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer scope="citizen admin" error="invalid_token" error_description=".+"$/);
    expect(lab.events).toEqual([]);
  });
});

test('403 Forbidden when none of the scopes is there', async () => {
  const response = await ask('/scoped', await issuer.token({ scope: 'staff agency' }));
  expect([response.status, await response.json()]).toEqual([403, { message: 'Forbidden' }]);
  expect(response.headers.get('www-authenticate')).toContain('insufficient_scope');
  expect(lab.events).toEqual([]);
});

test.each([
  ['one of several audiences', { aud: ['nobody', 'other'] }],
  ['client_id in place of an audience', { aud: undefined, client_id: 'citizen' }],
  ['scopes as scp list', { scope: undefined, scp: ['admin'] }],
])('takes %s', async (_what, claims) => {
  expect((await ask('/scoped', await issuer.token(claims))).status).toBe(200);
});

test('tokens expire by the virtual clock', async () => {
  const token = await issuer.token();
  expect((await ask('/scoped', token)).status).toBe(200);
  await clock.advance(601_000);
  expect((await ask('/scoped', token)).status).toBe(401);
  expect((await ask('/scoped', await issuer.token())).status).toBe(200);
});

describe('refuses to open', () => {
  test.each([
    ['when the issuer is not there', 'http://127.0.0.1:9', /authorizer Citizen: its issuer http:\/\/127\.0\.0\.1:9 does not answer/],
    [
      'when the issuer has no discovery document',
      () => `${issuer.issuer}/nowhere`,
      /authorizer Citizen: its issuer .*\/nowhere does not answer: its discovery document gave status 404/,
    ],
  ])('%s', async (_what, address, message) => {
    const Issuer = typeof address === 'string' ? address : address();
    await expect(openApiLab({ ...spec(), authorizers: { Citizen: { Issuer, Audience: ['citizen'] } } })).rejects.toThrow(message);
  });
});
