import * as z from 'zod';
import type { ClientCredentials } from './client-credentials.ts';
import { TokenRefused, tokenSource } from './client-credentials.ts';
import type { Clock } from './clock.ts';
import { PROBLEM_BASE } from './http-answer.ts';
import { LookupAnswers, type NationalCell, type Refused, type Unavailable } from './national-cell.ts';

export type HttpNationalCellSettings = {
  /** Address of the national cell's HTTP API. */
  readonly address: string;
  readonly tokenEndpoint: string;
  readonly readCredentials: () => Promise<ClientCredentials>;
  readonly clock: Clock;
  /** Whole time of one call, a token included (milliseconds). */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
};

const Problem = z.object({ type: z.string() });

/** What a call came to: a body, or why there is none. */
type Exchange = { readonly kind: 'answered'; readonly body: unknown } | Unavailable | Refused;

const unavailable = (reason: string): Unavailable => ({ kind: 'unavailable', reason });

/** A problem document with a 4xx is a final answer of the national cell; all else that is not 2xx may pass. */
const refusalOf = async (response: Response): Promise<Refused | Unavailable> => {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
  if (!isProblem || response.status < 400 || response.status >= 500) return unavailable(`http-${response.status}`);
  const problem = Problem.safeParse(await response.json());
  if (!problem.success) return unavailable('malformed');
  return { kind: 'refused', status: response.status, problem: problem.data.type.replace(PROBLEM_BASE, '') };
};

const reasonOf = (error: unknown): string => {
  if (error instanceof TokenRefused) return error.reason;
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  return error instanceof SyntaxError ? 'malformed' : 'unreachable';
};

/** The national cell over HTTPS with a token of this cell's client. A token that is refused is renewed once. */
export const httpNationalCell = (settings: HttpNationalCellSettings): NationalCell => {
  const { address, tokenEndpoint, readCredentials, clock, timeoutMs = 5000 } = settings;
  const send = settings.fetch ?? fetch;
  const tokens = tokenSource({ endpoint: tokenEndpoint, scope: 'agency', readCredentials, clock, fetch: send });

  const attempt = async (path: string, body: unknown, signal: AbortSignal): Promise<Response> =>
    send(`${address.replace(/\/$/, '')}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await tokens.token(signal)}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });

  const post = async (path: string, body: unknown): Promise<Exchange> => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      let response = await attempt(path, body, signal);
      if (response.status === 401) {
        await response.body?.cancel();
        tokens.forget();
        response = await attempt(path, body, signal);
      }
      if (response.ok) return { kind: 'answered', body: await response.json() };
      if (response.status === 401) tokens.forget();
      return await refusalOf(response);
    } catch (error) {
      return unavailable(reasonOf(error));
    }
  };

  return {
    lookUp: async (request) => {
      const exchange = await post('/agency/lookups', request);
      if (exchange.kind !== 'answered') return exchange;
      const answers = LookupAnswers.safeParse(exchange.body);
      const complete =
        answers.success &&
        answers.data.answers.length === request.requests.length &&
        request.requests.every(({ registry }, index) => answers.data.answers[index]?.registry === registry);
      return complete ? { kind: 'answered', answers: answers.data.answers } : unavailable('malformed');
    },
    storeEDocument: async (document) => {
      const exchange = await post('/agency/e-documents', document);
      return exchange.kind === 'answered' ? { kind: 'stored' } : exchange;
    },
  };
};
