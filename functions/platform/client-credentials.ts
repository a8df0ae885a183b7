import * as z from 'zod';
import type { Clock } from './clock.ts';

/** A client at a token endpoint, as its secret holds it. `resource` is the resource indicator of the audience that is asked for. */
export const ClientCredentials = z.object({
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  resource: z.string().default('urn:mot-cua:agency'),
});
export type ClientCredentials = z.infer<typeof ClientCredentials>;

const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** A token is not used in its last minute: it must outlive the call and the clocks' difference. */
const MARGIN_MS = 60_000;

/** The token endpoint did not give a token; `reason` is a short code. */
export class TokenRefused extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`no token: ${reason}`);
    this.name = 'TokenRefused';
    this.reason = reason;
  }
}

export type TokenSource = {
  /** A bearer token, asked for anew shortly before it expires. @throws TokenRefused, or what `fetch` throws */
  token(signal: AbortSignal): Promise<string>;
  /** Forgets token and credentials: the next call reads the secret again. */
  forget(): void;
};

export type TokenSourceDeps = {
  readonly endpoint: string;
  readonly scope: string;
  readonly readCredentials: () => Promise<ClientCredentials>;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
};

/** Tokens by client credentials (RFC 6749 4.4, basic authentication; RFC 8707 for the resource). */
export const tokenSource = ({ endpoint, scope, readCredentials, clock, fetch }: TokenSourceDeps): TokenSource => {
  let credentials: ClientCredentials | undefined;
  let kept: { readonly token: string; readonly until: number } | undefined;

  return {
    token: async (signal) => {
      if (kept && clock.now().getTime() < kept.until) return kept.token;
      credentials ??= await readCredentials();
      const { clientId, clientSecret, resource } = credentials;
      const askedAt = clock.now().getTime();
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')}`,
        },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope, resource }),
        signal,
      });
      if (!response.ok) {
        credentials = undefined;
        throw new TokenRefused(`token-${response.status}`);
      }
      const answer = TokenAnswer.safeParse(await response.json());
      if (!answer.success) throw new TokenRefused('token-malformed');
      kept = { token: answer.data.access_token, until: askedAt + answer.data.expires_in * 1000 - MARGIN_MS };
      return kept.token;
    },
    forget: () => {
      kept = undefined;
      credentials = undefined;
    },
  };
};
