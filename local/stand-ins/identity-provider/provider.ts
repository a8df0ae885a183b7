import Provider, { type Client, type ClientMetadata, type Configuration, errors, interactionPolicy } from 'oidc-provider';
import { type AgencyClient, audienceOf, type Persona, resourceOf } from './persona.ts';
import { PORTAL_CLIENT_ID, SIGNED_IN_PATH } from './portal-client.ts';
import { handleSignIn } from './sign-in.ts';
import { signedInPage, signInErrorPage } from './sign-in-page.ts';
import { SignInRecords } from './sign-in-records.ts';
import type { SigningKeys } from './signing-keys.ts';

/** What the provider is made from; plain data, so that it can be handed to a worker. */
export type ProviderSettings = {
  readonly issuer: string;
  readonly keys: SigningKeys;
  readonly personas: readonly Persona[];
  readonly agencyClients: readonly AgencyClient[];
  readonly redirectUris: readonly string[];
};

const HOUR = 3600;

const clientsOf = ({ issuer, agencyClients, redirectUris }: ProviderSettings): ClientMetadata[] => [
  {
    client_id: PORTAL_CLIENT_ID,
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: [...new Set([`${issuer}${SIGNED_IN_PATH}`, ...redirectUris])],
    scope: 'openid citizen staff',
  },
  ...agencyClients.map(
    ({ clientId, secret }): ClientMetadata => ({
      client_id: clientId,
      client_secret: secret,
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      scope: 'agency',
    }),
  ),
];

const isSystem = (client: Client) => client.grantTypeAllowed('client_credentials');

/** The three audiences as resources. A client gets tokens of its own kind only: the API's authorizer looks at issuer and audience. */
const resourceIndicators: NonNullable<Configuration['features']>['resourceIndicators'] = {
  enabled: true,
  defaultResource: (_ctx, client, oneOf) => oneOf ?? (isSystem(client) ? resourceOf('agency') : []),
  useGrantedResource: () => true,
  getResourceServerInfo: (_ctx, resource, client) => {
    const audience = audienceOf(resource);
    if (!audience || (audience === 'agency') !== isSystem(client)) throw new errors.InvalidTarget();
    return { scope: audience, audience, accessTokenFormat: 'jwt', accessTokenTTL: HOUR, jwt: { sign: { alg: 'RS256' } } };
  },
};

/** The library's own policy, and: a browser that is signed in as one persona signs in anew when the hint names another. */
const policyOf = (personas: ReadonlyMap<string, Persona>) => {
  const policy = interactionPolicy.base();
  const description = 'another persona is asked for';
  const check = new interactionPolicy.Check('other_persona', description, ({ oidc }) => {
    const hint = oidc.params?.['login_hint'];
    return typeof hint === 'string' && personas.has(hint) && oidc.session?.accountId !== hint;
  });
  policy.get('login')?.checks.add(check);
  return policy;
};

const configurationOf = (settings: ProviderSettings, personas: ReadonlyMap<string, Persona>): Configuration => ({
  adapter: SignInRecords,
  clients: clientsOf(settings),
  jwks: { keys: [settings.keys.jwk] },
  cookies: { keys: [settings.keys.cookieKey] },
  scopes: ['openid', 'citizen', 'staff', 'agency'],
  ttl: {
    AccessToken: HOUR,
    ClientCredentials: HOUR,
    AuthorizationCode: 60,
    IdToken: HOUR,
    Interaction: HOUR,
    Session: 8 * HOUR,
    Grant: 8 * HOUR,
  },
  interactions: { policy: policyOf(personas), url: (_ctx, { uid }) => `/interaction/${uid}` },
  features: { devInteractions: { enabled: false }, clientCredentials: { enabled: true }, resourceIndicators },
  findAccount: (_ctx, id) => (personas.has(id) ? { accountId: id, claims: () => ({ sub: id }) } : undefined),
  extraTokenClaims: (_ctx, token) => {
    if (token.kind === 'ClientCredentials') return { agency: token.clientId };
    return { ...personas.get(token.accountId)?.claims };
  },
  clientBasedCORS: (_ctx, origin, client) => (client.redirectUris ?? []).some((uri) => new URL(uri).origin === origin),
  renderError: (ctx, out) => {
    ctx.type = 'html';
    ctx.body = signInErrorPage(out.error, out.error_description ?? '');
  },
});

/**
 * An OpenID provider for one issuer with the audiences `citizen`, `staff` and `agency`. Access tokens are JWTs (RS256) that
 * last an hour; the scope has the audience's name. People sign in by code and PKCE, systems by client credentials.
 */
export const makeProvider = (settings: ProviderSettings): Provider => {
  const personas = new Map(settings.personas.map((persona) => [persona.id, persona]));
  const provider = new Provider(settings.issuer, configurationOf(settings, personas));
  const signIn = handleSignIn(provider, personas);
  provider.use(async (ctx, next) => {
    if (ctx.path.startsWith('/interaction/')) {
      ctx.respond = false;
      await signIn(ctx.req, ctx.res);
    } else if (ctx.path === SIGNED_IN_PATH) {
      ctx.type = 'html';
      ctx.body = signedInPage();
    } else await next();
  });
  return provider;
};
