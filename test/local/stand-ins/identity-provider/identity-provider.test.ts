import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../../local/clock.ts';
import { CookieJar } from '../../../../local/stand-ins/identity-provider/cookie-jar.ts';
import { type IdentityProvider, openIdentityProvider } from '../../../../local/stand-ins/identity-provider/identity-provider.ts';
import type { Persona } from '../../../../local/stand-ins/identity-provider/persona.ts';

const personas: Persona[] = [
  {
    id: 'citizen-a',
    audience: 'citizen',
    about: { vi: 'mức 2', en: 'level 2' },
    claims: { pin: '042090912345', name: 'Nguyễn <Văn> An', acr: '2' },
  },
  {
    id: 'citizen-b',
    audience: 'citizen',
    about: { vi: 'mức 1', en: 'level 1' },
    claims: { pin: '042190954321', name: 'Trần Thị Bình', acr: '1' },
  },
  {
    id: 'officer',
    audience: 'staff',
    about: { vi: 'một cửa', en: 'one-stop' },
    claims: { office: 'G01.042.001', roles: ['intake', 'clerk'], name: 'Lê Văn Cường' },
  },
];
const agencyClients = [
  { clientId: 'land', secret: 'land secret: with + and %' },
  { clientId: 'cell-42', secret: 'another-secret' },
];
const redirectUri = 'http://127.0.0.1:65000/citizen/signed-in';

const folder = mkdtempSync(join(tmpdir(), 'identity-provider-'));
const clock = new VirtualClock();
let provider: IdentityProvider;
const open = (dataDir = folder, port = 0) =>
  openIdentityProvider({ port, clock, dataDir, personas, agencyClients, redirectUris: [redirectUri] });

beforeAll(async () => {
  provider = await open();
});
afterAll(async () => {
  await provider.stop();
  clock.stop();
  rmSync(folder, { recursive: true });
});

const keySet = () => createRemoteJWKSet(new URL('/jwks', provider.issuer));
const verify = (token: string, audience: string) =>
  jwtVerify(token, keySet(), { issuer: provider.issuer, audience, algorithms: ['RS256'], currentDate: new Date(clock.now()) });

const authorizationUrl = async (params: Record<string, string>) => {
  const config = await oidc.discovery(new URL(provider.issuer), 'portal', undefined, oidc.None(), {
    execute: [oidc.allowInsecureRequests],
  });
  const verifier = oidc.randomPKCECodeVerifier();
  const code_challenge = await oidc.calculatePKCECodeChallenge(verifier);
  const fixed = { redirect_uri: redirectUri, code_challenge, code_challenge_method: 'S256' };
  return {
    config,
    verifier,
    url: oidc.buildAuthorizationUrl(config, { ...fixed, scope: 'openid citizen', resource: 'urn:mot-cua:citizen', ...params }),
  };
};

/** Walks redirects until one leaves the provider or a page is shown. */
const walk = async (start: URL, jar = new CookieJar(), init: RequestInit = {}) => {
  let url = start;
  let options = init;
  for (;;) {
    const response = await fetch(url, { ...options, redirect: 'manual', headers: { cookie: jar.header(url.pathname) } });
    jar.take(response.headers.getSetCookie());
    const location = response.headers.get('location');
    if (!location) return { url, status: response.status, body: await response.text(), jar };
    url = new URL(location, url);
    options = {};
    if (url.origin !== provider.issuer) return { url, status: response.status, body: '', jar };
  }
};

describe('tokens of people', () => {
  it('gives a citizen a token of the audience citizen with number, name and e-ID level', async () => {
    const { payload, protectedHeader } = await verify(await provider.tokenFor('citizen-a'), 'citizen');
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
    expect(payload).toMatchObject({
      sub: 'citizen-a',
      aud: 'citizen',
      scope: 'citizen',
      client_id: 'portal',
      pin: '042090912345',
      name: 'Nguyễn <Văn> An',
      acr: '2',
    });
  });

  it('gives an e-ID of level 1 its own level', async () => {
    const { payload } = await verify(await provider.tokenFor('citizen-b'), 'citizen');
    expect(payload['acr']).toBe('1');
  });

  it('gives staff a token of the audience staff with office and roles', async () => {
    const { payload } = await verify(await provider.tokenFor('officer'), 'staff');
    expect(payload).toMatchObject({
      sub: 'officer',
      scope: 'staff',
      office: 'G01.042.001',
      roles: ['intake', 'clerk'],
      name: 'Lê Văn Cường',
    });
    expect(payload['pin']).toBeUndefined();
  });

  it('refuses a name that is no persona', async () => {
    await expect(provider.tokenFor('nobody')).rejects.toThrow('there is no persona nobody');
  });

  it('serves an independent client by the full code flow', async () => {
    const { config, verifier, url } = await authorizationUrl({ login_hint: 'citizen-a', state: 'fixed-state' });
    const { url: back } = await walk(url);
    const tokens = await oidc.authorizationCodeGrant(
      config,
      back,
      { pkceCodeVerifier: verifier, expectedState: 'fixed-state' },
      { resource: 'urn:mot-cua:citizen' },
    );
    expect(decodeJwt(tokens.access_token)).toMatchObject({ aud: 'citizen', sub: 'citizen-a' });
    expect(tokens.claims()?.sub).toBe('citizen-a');
  });

  it('refuses a second use of a code', async () => {
    const { config, verifier, url } = await authorizationUrl({ login_hint: 'citizen-a' });
    const { url: back } = await walk(url);
    await oidc.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier }, { resource: 'urn:mot-cua:citizen' });
    await expect(
      oidc.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier }, { resource: 'urn:mot-cua:citizen' }),
    ).rejects.toThrow();
  });

  it('refuses a code without the right verifier', async () => {
    const { config, url } = await authorizationUrl({ login_hint: 'citizen-a' });
    const { url: back } = await walk(url);
    const grant = oidc.authorizationCodeGrant(
      config,
      back,
      { pkceCodeVerifier: oidc.randomPKCECodeVerifier() },
      { resource: 'urn:mot-cua:citizen' },
    );
    await expect(grant).rejects.toThrow();
  });

  it('refuses a citizen who asks for a staff token', async () => {
    const { url } = await authorizationUrl({ login_hint: 'citizen-a', scope: 'openid staff', resource: 'urn:mot-cua:staff' });
    expect((await walk(url)).url.searchParams.get('error')).toBe('access_denied');
  });

  it('refuses the portal a token of the audience agency', async () => {
    const { url } = await authorizationUrl({ login_hint: 'citizen-a', scope: 'openid', resource: 'urn:mot-cua:agency' });
    expect((await walk(url)).url.searchParams.get('error')).toBe('invalid_target');
  });

  it('answers a hint that names nobody with a page and status 400', async () => {
    const { url } = await authorizationUrl({ login_hint: '<b>nobody' });
    const { status, body } = await walk(url);
    expect(status).toBe(400);
    expect(body).toContain('&lt;b&gt;nobody');
  });

  it('never redirects to an address that is not registered', async () => {
    const { url } = await authorizationUrl({ redirect_uri: 'http://127.0.0.1:65000/elsewhere', login_hint: 'citizen-a' });
    const { status, body } = await walk(url);
    expect(status).toBe(400);
    expect(body).toContain('invalid_redirect_uri');
  });
});

describe('the sign-in page', () => {
  it('lists the personas of the audience, escaped, and signs in the one that is chosen', async () => {
    const { config, verifier, url } = await authorizationUrl({});
    const shown = await walk(url);
    expect(shown.status).toBe(200);
    expect(shown.body).toContain('Nguyễn &lt;Văn&gt; An');
    expect(shown.body).toContain('value="citizen-b"');
    expect(shown.body).toContain('mức 1');
    expect(shown.body).not.toContain('value="officer"');
    const { url: back } = await walk(shown.url, shown.jar, { method: 'POST', body: new URLSearchParams({ persona: 'citizen-b' }) });
    const tokens = await oidc.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier }, { resource: 'urn:mot-cua:citizen' });
    expect(decodeJwt(tokens.access_token).sub).toBe('citizen-b');
  });

  it('refuses a posted name that is no persona', async () => {
    const { url } = await authorizationUrl({});
    const shown = await walk(url);
    const answer = await walk(shown.url, shown.jar, { method: 'POST', body: new URLSearchParams({ persona: 'nobody' }) });
    expect(answer.status).toBe(400);
  });

  it('answers a link of a sign-in that is over with a page and status 400', async () => {
    const response = await fetch(`${provider.issuer}/interaction/long-gone`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Sign-in failed');
  });

  it('asks again when the same browser wants to be someone else', async () => {
    const first = await walk((await authorizationUrl({ login_hint: 'citizen-a' })).url);
    const { config, verifier, url } = await authorizationUrl({ login_hint: 'citizen-b' });
    const page = await walk(url, first.jar);
    // The library ends the old session by a form that a browser submits by itself.
    const action = new URL(/action="([^"]+)"/.exec(page.body)?.[1] ?? '', page.url);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const { url: back } = await walk(action, page.jar, { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) });
    const tokens = await oidc.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier }, { resource: 'urn:mot-cua:citizen' });
    expect(decodeJwt(tokens.access_token).sub).toBe('citizen-b');
  });
});

describe('tokens of systems', () => {
  it('gives a system a token of the audience agency that names it', async () => {
    const { payload } = await verify(await provider.tokenFor('land'), 'agency');
    expect(payload).toMatchObject({ client_id: 'land', agency: 'land', scope: 'agency' });
  });

  it('gives a cell its token', async () => {
    expect((await verify(await provider.tokenFor('cell-42'), 'agency')).payload['agency']).toBe('cell-42');
  });

  it('needs no resource to be named for a system', async () => {
    const response = await fetch(`${provider.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('cell-42:another-secret').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'agency' }),
    });
    expect(await response.json()).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'agency' });
  });

  it.each([
    ['a wrong secret', { secret: 'wrong', resource: 'urn:mot-cua:agency' }, 401, 'invalid_client'],
    ['the audience citizen', { secret: 'another-secret', resource: 'urn:mot-cua:citizen' }, 400, 'invalid_target'],
    ['the audience staff', { secret: 'another-secret', resource: 'urn:mot-cua:staff' }, 400, 'invalid_target'],
    ['an audience that does not exist', { secret: 'another-secret', resource: 'https://elsewhere.example' }, 400, 'invalid_target'],
  ])('refuses a system %s', async (_name, { secret, resource }, status, error) => {
    const response = await fetch(`${provider.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`cell-42:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'agency', resource }),
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error });
  });
});

describe('time and restart', () => {
  it('issues tokens by the virtual clock', async () => {
    const early = await provider.tokenFor('land');
    await clock.advance(14 * 24 * 3600_000);
    const late = await provider.tokenFor('citizen-a');
    const { iat = 0, exp = 0 } = decodeJwt(late);
    expect(exp - iat).toBe(3600);
    expect(Math.abs(iat - clock.now() / 1000)).toBeLessThan(30);
    await expect(verify(early, 'agency')).rejects.toThrow('"exp" claim timestamp check failed');
    await expect(verify(late, 'citizen')).resolves.toBeDefined();
  });

  it('lets a code expire by the virtual clock', async () => {
    const { config, verifier, url } = await authorizationUrl({ login_hint: 'citizen-a' });
    const { url: back } = await walk(url);
    await clock.advance(61_000);
    await expect(
      oidc.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier }, { resource: 'urn:mot-cua:citizen' }),
    ).rejects.toThrow();
  });

  it('keeps its keys over a restart, in a file that only its owner reads', async () => {
    const dataDir = join(folder, 'kept');
    const first = await open(dataDir);
    const token = await first.tokenFor('land');
    await first.stop();
    const second = await open(dataDir, Number(new URL(first.issuer).port));
    const keys = createRemoteJWKSet(new URL('/jwks', second.issuer));
    const { payload } = await jwtVerify(token, keys, { issuer: second.issuer, audience: 'agency', currentDate: new Date(clock.now()) });
    await second.stop();
    expect(payload['agency']).toBe('land');
    expect(statSync(join(dataDir, 'identity-provider.json')).mode & 0o777).toBe(0o600);
    expect(decodeProtectedHeader(token).kid).toBe(JSON.parse(readFileSync(join(dataDir, 'identity-provider.json'), 'utf8')).jwk.kid);
  });

  it('publishes no private part of its key', async () => {
    const response = await fetch(`${provider.issuer}/jwks`);
    const text = await response.text();
    expect(text).toContain('"RS256"');
    expect(text).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
  });

  it('fails to start on a taken port', async () => {
    await expect(open(join(folder, 'taken'), Number(new URL(provider.issuer).port))).rejects.toThrow('EADDRINUSE');
  });

  it('lists everyone it can sign in', () => {
    expect(provider.personas.map(({ id }) => id)).toEqual(['citizen-a', 'citizen-b', 'officer', 'land', 'cell-42']);
  });
});
