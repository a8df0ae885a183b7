import { describe, expect, it } from 'vitest';
import { problem } from '../../../functions/platform/http-answer.ts';
import { httpNationalCell } from '../../../functions/platform/national-cell.http.ts';
import type { EDocument } from '../../../functions/platform/national-cell.ts';
import { countedUlid, fixedClock } from '../../support/fixed.ts';

type Call = { readonly url: string; readonly headers: Headers; readonly body: string };
type Answer = (call: Call, n: number) => Response | Promise<Response>;

const request = {
  ...{
    purpose: 'RESIDENCE_REGISTRATION',
    legalBasis: 'Law on Residence',
    dossierId: countedUlid(1),
    dossierCode: 'G01.042.001-261123-000001',
  },
  ...{ subject: { pin: '042190000016' }, requests: [{ registry: 'population', key: '042190000016' }] },
};
const answers = [{ registry: 'population', status: 'found', data: { name: 'Nguyễn Thị Mẫu' }, asOf: '2026-11-23T02:00:00.000Z' }];
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const refusal = (kind: Parameters<typeof problem>[0]) => {
  const { statusCode, headers, body } = problem(kind);
  return new Response(body, { status: statusCode, headers });
};
const never = (signal: AbortSignal | null | undefined) =>
  new Promise<Response>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

/** The client before a national cell and a token endpoint that answer what a test says. */
const bench = (parts: { answer?: Answer; token?: Answer; secrets?: string[] } = {}) => {
  const clock = fixedClock('2026-11-23T02:00:00.000Z');
  const calls: Call[] = [];
  const tokens: Call[] = [];
  const store = { hangs: false };
  const secrets = parts.secrets ?? ['s3cret:/ %'];
  const cell = httpNationalCell({
    address: 'https://national.example/',
    tokenEndpoint: 'https://issuer.example/token',
    readCredentials: async () => ({ clientId: 'cell-42', clientSecret: secrets[0] ?? '', resource: 'urn:mot-cua:agency' }),
    clock,
    timeoutMs: 50,
    fetch: async (url, init) => {
      const call = { url: String(url), headers: new Headers(init?.headers), body: String(init?.body) };
      const isToken = call.url.startsWith('https://issuer.example');
      (isToken ? tokens : calls).push(call);
      if (store.hangs) return never(init?.signal);
      if (isToken) return parts.token?.(call, tokens.length) ?? json({ access_token: `token-${tokens.length}`, expires_in: 3600 });
      return parts.answer?.(call, calls.length) ?? json({ answers });
    },
  });
  return { ...cell, clock, calls, tokens, secrets, store };
};

describe('the national cell over HTTP', () => {
  it('is asked with a bearer token of this cell', async () => {
    const { lookUp, calls, tokens } = bench();
    expect(await lookUp(request)).toEqual({ kind: 'answered', answers });
    expect(calls).toMatchObject([{ url: 'https://national.example/agency/lookups', body: JSON.stringify(request) }]);
    expect(calls[0]?.headers.get('authorization')).toBe('Bearer token-1');
    expect(Object.fromEntries(new URLSearchParams(tokens[0]?.body))).toEqual({
      ...{ grant_type: 'client_credentials', scope: 'agency', resource: 'urn:mot-cua:agency' },
    });
    const basic = Buffer.from(tokens[0]?.headers.get('authorization')?.slice(6) ?? '', 'base64').toString();
    expect(basic).toBe('cell-42:s3cret%3A%2F%20%25');
  });

  it('keeps a token until a minute before it expires', async () => {
    const { lookUp, tokens, clock } = bench();
    await lookUp(request);
    clock.advance(3539_000);
    await lookUp(request);
    expect(tokens).toHaveLength(1);
    clock.advance(1000);
    await lookUp(request);
    expect(tokens).toHaveLength(2);
  });

  it('renews a token once when it is refused', async () => {
    const { lookUp, calls } = bench({ answer: (_call, n) => (n === 1 ? json({ message: 'Unauthorized' }, 401) : json({ answers })) });
    expect(await lookUp(request)).toMatchObject({ kind: 'answered' });
    expect(calls.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('is unavailable while every token is refused, and does not ask for ever', async () => {
    const { lookUp, calls } = bench({ answer: () => json({ message: 'Unauthorized' }, 401) });
    expect(await lookUp(request)).toEqual({ kind: 'unavailable', reason: 'http-401' });
    expect(calls).toHaveLength(2);
  });

  it('reads the secret again after the token endpoint has refused it', async () => {
    const secrets = ['old'];
    const { lookUp } = bench({
      secrets,
      token: ({ headers }) => {
        const basic = Buffer.from(headers.get('authorization')?.slice(6) ?? '', 'base64').toString();
        return basic === 'cell-42:new' ? json({ access_token: 'token', expires_in: 3600 }) : json({ error: 'invalid_client' }, 401);
      },
    });
    expect(await lookUp(request)).toEqual({ kind: 'unavailable', reason: 'token-401' });
    secrets[0] = 'new';
    expect(await lookUp(request)).toMatchObject({ kind: 'answered' });
  });

  it.each([
    ['http-500', () => json({ message: 'Internal Server Error' }, 500)],
    ['http-503', () => refusal('dossier-busy')],
    ['http-429', () => json({ message: 'Too Many Requests' }, 429)],
    ['http-403', () => json({ message: 'Forbidden' }, 403)],
    ['malformed', () => new Response('<html>')],
    ['malformed', () => json({ answers: [] })],
    ['malformed', () => json({ answers: [{ ...answers[0], registry: 'land' }] })],
    ['malformed', () => json({ answers: [{ registry: 'population', status: 'maybe' }] })],
    [
      'unreachable',
      () => {
        throw new TypeError('fetch failed');
      },
    ],
  ])('is unavailable (%s) for what may pass', async (reason, answer) => {
    expect(await bench({ answer }).lookUp(request)).toEqual({ kind: 'unavailable', reason });
  });

  it('is unavailable when it does not answer in time', async () => {
    const { lookUp, store } = bench();
    store.hangs = true;
    expect(await lookUp(request)).toEqual({ kind: 'unavailable', reason: 'timeout' });
  });

  it('is unavailable when the token is malformed', async () => {
    expect(await bench({ token: () => json({ token: 'x' }) }).lookUp(request)).toEqual({ kind: 'unavailable', reason: 'token-malformed' });
  });

  it('refuses for good with the kind of its problem', async () => {
    const { lookUp } = bench({ answer: () => refusal('purpose-not-covered') });
    expect(await lookUp(request)).toEqual({ kind: 'refused', status: 403, problem: 'purpose-not-covered' });
  });

  it('takes an e-document', async () => {
    const { storeEDocument, calls } = bench({ answer: () => json({ code: 'X' }) });
    expect(await storeEDocument({ code: 'X' } as EDocument)).toEqual({ kind: 'stored' });
    expect(calls[0]?.url).toBe('https://national.example/agency/e-documents');
  });

  it('refuses an e-document that conflicts', async () => {
    const { storeEDocument } = bench({ answer: () => refusal('e-document-conflict') });
    expect(await storeEDocument({ code: 'X' } as EDocument)).toEqual({ kind: 'refused', status: 409, problem: 'e-document-conflict' });
  });
});
