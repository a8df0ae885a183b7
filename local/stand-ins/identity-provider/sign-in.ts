import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import { readBody } from '../../aws-json.ts';
import { audienceOf, type Persona } from './persona.ts';
import { signInErrorPage, signInPage } from './sign-in-page.ts';

/** One request of a sign-in that waits for an answer. */
type Step = {
  readonly provider: Provider;
  readonly personas: ReadonlyMap<string, Persona>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly interaction: Awaited<ReturnType<Provider['interactionDetails']>>;
};

/** The audiences that the application asked for; an unknown resource has been refused by then. */
const audiencesWanted = (params: Record<string, unknown>) => [params['resource'] ?? []].flat().map(audienceOf);

const stringList = (value: unknown): string[] => (Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []);

const sendPage = (response: ServerResponse, status: number, body: string) => {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(body);
};

/** Who is it? The posted choice, else the hint of the application, else the page to choose on. */
const login = async ({ provider, personas, request, response, interaction: { params } }: Step): Promise<void> => {
  const posted = request.method === 'POST' ? new URLSearchParams((await readBody(request)).toString('utf8')).get('persona') : undefined;
  const id = posted ?? params['login_hint'];
  if (id === undefined) {
    const wanted = audiencesWanted(params);
    const candidates = [...personas.values()].filter(({ audience }) => wanted.length === 0 || wanted.includes(audience));
    return sendPage(response, 200, signInPage(candidates));
  }
  const persona = typeof id === 'string' ? personas.get(id) : undefined;
  if (!persona) return sendPage(response, 400, signInErrorPage('unknown_persona', `There is no persona ${String(id)}.`));
  return provider.interactionFinished(request, response, { login: { accountId: persona.id } });
};

/** What may the application have? All that it asked for, if this person has an account of that kind. */
const consent = async ({ provider, personas, request, response, interaction }: Step): Promise<void> => {
  const { params, session, grantId, prompt } = interaction;
  const persona = personas.get(session?.accountId ?? '');
  // A citizen must not leave with a staff token: the grant is the only place where the person and the audience meet.
  if (!persona || audiencesWanted(params).some((audience) => audience !== persona.audience)) {
    const error_description = `${persona?.id ?? 'nobody'} has no account of this kind`;
    return provider.interactionFinished(request, response, { error: 'access_denied', error_description });
  }
  const known = grantId ? await provider.Grant.find(grantId) : undefined;
  const grant = known ?? new provider.Grant({ accountId: persona.id, clientId: String(params['client_id']) });
  const missing = stringList(prompt.details['missingOIDCScope']);
  if (missing.length > 0) grant.addOIDCScope(missing.join(' '));
  for (const [resource, scopes] of Object.entries(prompt.details['missingResourceScopes'] ?? {})) {
    grant.addResourceScope(resource, stringList(scopes).join(' '));
  }
  const result = { consent: { grantId: await grant.save() } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
};

/**
 * Answers the steps of a sign-in that wait for a person: who it is, then what the application may have. A step of a sign-in
 * that is over (an old link, a lost cookie) gets a page that says so.
 */
export const handleSignIn =
  (provider: Provider, personas: ReadonlyMap<string, Persona>) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const interaction = await provider.interactionDetails(request, response);
      const step = { provider, personas, request, response, interaction };
      await (interaction.prompt.name === 'login' ? login(step) : consent(step));
    } catch (error) {
      if (!(error instanceof errors.OIDCProviderError)) throw error;
      sendPage(response, error.statusCode, signInErrorPage(error.error, error.error_description ?? ''));
    }
  };
