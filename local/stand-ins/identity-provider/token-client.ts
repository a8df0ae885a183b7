import { createHash, randomBytes } from 'node:crypto';
import { CookieJar } from './cookie-jar.ts';
import { type AgencyClient, type Persona, resourceOf } from './persona.ts';
import { PORTAL_CLIENT_ID, SIGNED_IN_PATH } from './portal-client.ts';

/** More redirects than a sign-in has; a loop ends here. */
const MOST_REDIRECTS = 12;

const accessTokenFrom = async (response: Response): Promise<string> => {
  const body: unknown = await response.json();
  if (typeof body === 'object' && body !== null && 'access_token' in body && typeof body.access_token === 'string')
    return body.access_token;
  throw new Error(`the identity provider gave no token (${response.status}): ${JSON.stringify(body)}`);
};

/** Follows the redirects of a sign-in as a browser would, until one leads to `redirectUri`; returns its query. */
const followSignIn = async (start: URL, redirectUri: string): Promise<URLSearchParams> => {
  const jar = new CookieJar();
  let url = start;
  for (let step = 0; step < MOST_REDIRECTS; step += 1) {
    const response = await fetch(url, { redirect: 'manual', headers: { cookie: jar.header(url.pathname) } });
    jar.take(response.headers.getSetCookie());
    const location = response.headers.get('location');
    if (!location) throw new Error(`the sign-in stopped at ${url.pathname} (${response.status}): ${await response.text()}`);
    await response.body?.cancel();
    url = new URL(location, url);
    if (`${url.origin}${url.pathname}` === redirectUri) return url.searchParams;
  }
  throw new Error('the sign-in did not come to an end');
};

/** Signs a persona in by authorization code and PKCE, as the portal does, and returns the access token of its audience. */
export const signInAs = async (issuer: string, persona: Persona): Promise<string> => {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const redirectUri = `${issuer}${SIGNED_IN_PATH}`;
  const start = new URL('/auth', issuer);
  start.search = new URLSearchParams({
    client_id: PORTAL_CLIENT_ID,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: `openid ${persona.audience}`,
    resource: resourceOf(persona.audience),
    login_hint: persona.id,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();

  const answer = await followSignIn(start, redirectUri);
  const code = answer.get('code');
  if (!code)
    throw new Error(`the identity provider refused ${persona.id}: ${answer.get('error')} ${answer.get('error_description') ?? ''}`);
  if (answer.get('state') !== state) throw new Error('the identity provider answered another sign-in');
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: PORTAL_CLIENT_ID,
    redirect_uri: redirectUri,
    resource: resourceOf(persona.audience),
    code,
    code_verifier: verifier,
  });
  return accessTokenFrom(await fetch(new URL('/token', issuer), { method: 'POST', body }));
};

/** Gets an access token of the audience `agency` with a system's own id and secret. */
export const signInSystem = async (issuer: string, { clientId, secret }: AgencyClient): Promise<string> => {
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64');
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'agency', resource: resourceOf('agency') });
  return accessTokenFrom(await fetch(new URL('/token', issuer), { method: 'POST', body, headers: { authorization: `Basic ${basic}` } }));
};
