import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type OperationId, policy } from '../../../functions/api/policy.ts';
import { OutsideCalendar } from '../../../functions/calendar/outside-calendar.ts';
import { CursorInvalid } from '../../../functions/ledger/cursor.ts';
import { DossierBusy } from '../../../functions/ledger/take-step.ts';
import { defaultClaimNames } from '../../../functions/platform/caller.ts';
import { type HttpEvent, httpHandler } from '../../../functions/platform/http.ts';
import { type HttpAnswer, ok, problem } from '../../../functions/platform/http-answer.ts';
import { httpContract } from '../../../functions/platform/http-contract.ts';
import { problemKinds } from '../../../functions/platform/problem-kinds.ts';
import { fixedClock, recordedLog } from '../../support/fixed.ts';
import { agencyClaims, callHttp, citizenClaims, httpEvent, staffClaims } from '../../support/http-event.ts';

const clock = fixedClock('2026-11-23T02:00:00.000Z');

const contract = httpContract({
  operation: 'acceptDossier',
  summary: 'test',
  path: z.object({ dossierId: z.string().regex(/^\d+$/, 'must be digits') }),
  query: z.object({ page: z.coerce.number().int().optional() }),
  headers: z.object({ 'if-match': z.string().optional() }),
  body: z.strictObject({ list: z.array(z.object({ a: z.number() })), name: z.string() }),
  answers: {},
  problems: [],
});
const good = {
  claims: staffClaims(),
  path: { dossierId: '7' },
  query: { page: '2' },
  body: { list: [{ a: 1 }], name: 'x' },
};

const shell = (run: () => Promise<HttpAnswer> = async () => ok({})) => {
  const log = recordedLog();
  const handler = httpHandler(contract, { clock, log, claimNames: defaultClaimNames }, run);
  return {
    log,
    call: (parts: object = {}, more: Partial<HttpEvent> = {}) =>
      callHttp(handler, { ...httpEvent('acceptDossier', { ...good, ...parts }), ...more }),
  };
};

describe('the HTTP shell', () => {
  it('hands the parsed parts of a request over', async () => {
    const seen: unknown[] = [];
    const handler = httpHandler(contract, { clock, log: recordedLog(), claimNames: defaultClaimNames }, async (request) => {
      seen.push(request);
      return ok({});
    });
    await callHttp(
      handler,
      httpEvent('acceptDossier', { ...good, headers: { 'if-match': '"1"', 'x-correlation-id': '0b6f0e5c1d2a4f4e9a53f2a1c7d80e11' } }),
    );
    expect(seen).toEqual([
      {
        caller: { audience: 'staff', sub: 'officer-1', office: 'G01.042.001', roles: ['intake', 'approver'] },
        path: { dossierId: '7' },
        query: { page: 2 },
        headers: { 'if-match': '"1"' },
        body: { list: [{ a: 1 }], name: 'x' },
        sourceIp: '203.0.113.7',
        rawQuery: 'page=2',
        correlationId: '0b6f0e5c1d2a4f4e9a53f2a1c7d80e11',
      },
    ]);
  });

  it('reads a body that the gateway has encoded', async () => {
    const { call } = shell();
    const body = Buffer.from(JSON.stringify(good.body)).toString('base64');
    expect((await call({ body: undefined }, { body, isBase64Encoded: true })).status).toBe(200);
  });

  it('writes one log line with status, duration and correlation id', async () => {
    const { call, log } = shell(async () => {
      clock.advance(12);
      return ok({});
    });
    await call();
    expect(log.lines).toEqual([
      { level: 'INFO', message: 'acceptDossier', fields: { status: 200, ms: 12, correlationId: 'request-0001' } },
    ]);
  });

  it.each(['short', '042190000016', 'Nguyen-Thi-An', 'x'.repeat(65), 'with space', 'new\nline-here'])(
    'does not take %j for a correlation id',
    async (given) => {
      const { call, log } = shell();
      await call({ headers: { 'x-correlation-id': given } });
      expect(log.lines[0]?.fields['correlationId']).toBe('request-0001');
    },
  );

  it('lets no answer be kept by a cache', async () => {
    const { call } = shell();
    expect((await call()).headers['cache-control']).toBe('no-store');
    expect((await call({ body: '' })).headers['cache-control']).toBe('no-store');
  });
});

describe('a request that does not match its schema', () => {
  const faults = async (parts: object) => {
    const { status, headers, body } = await shell().call(parts);
    expect([status, headers['content-type'], body['type'], body['status']]).toEqual([
      400,
      'application/problem+json',
      'https://mot-cua.example/problems/request-invalid',
      400,
    ]);
    return (body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);
  };

  it.each([
    ['path', { path: { dossierId: 'x' } }, ['/path/dossierId']],
    ['missing path', { path: undefined }, ['/path/dossierId']],
    ['query', { query: { page: 'two' } }, ['/query/page']],
    ['missing body', { body: undefined }, ['/body']],
    ['body that is no JSON', { body: '{"list":' }, ['/body']],
    ['body that is no object', { body: '7' }, ['/body']],
    ['element of a list', { body: { list: [{ a: 1 }, { a: 'x' }], name: 'x' } }, ['/body/list/1/a']],
    ['several places', { body: { list: [{}], more: 1 } }, ['/body/list/0/a', '/body/name', '/body/more']],
    ['names with marks', { body: { ...good.body, 'a/b~': 1 } }, ['/body/a~1b~0']],
  ])('says where: %s', async (_, parts, pointers) => {
    expect(await faults(parts)).toEqual(pointers);
  });

  const nested = (levels: number) => `{"list":[],"name":"x","deep":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
  it('may be nested as far as any contract goes, and no further', async () => {
    expect(await faults({ body: nested(32) })).toEqual(['/body/deep']);
    expect(await faults({ body: nested(33) })).toEqual(['/body']);
    expect(await faults({ body: nested(200_000) })).toEqual(['/body']);
    expect(await faults({ body: `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}` })).toEqual(['/body']);
  });

  it('is logged as information: it is no failure of ours', async () => {
    const { call, log } = shell();
    await call({ body: '' });
    expect(log.lines).toMatchObject([{ level: 'INFO', fields: { status: 400 } }]);
  });

  it('never reaches the use case', async () => {
    let ran = false;
    const { call } = shell(async () => {
      ran = true;
      return ok({});
    });
    await call({ path: { dossierId: 'x' } });
    expect(ran).toBe(false);
  });
});

describe('a caller without the right', () => {
  it.each([
    ['no claims at all', {}, undefined],
    ['no office', staffClaims({ office: '' }), undefined],
    ['no account', staffClaims({ sub: '' }), undefined],
    ['a citizen’s claims', citizenClaims(), undefined],
    ['an agency’s claims', agencyClaims('police'), undefined],
    ['another role', staffClaims({ roles: '[approver]' }), 'One of these roles is needed: intake.'],
    ['a role that only begins alike', staffClaims({ roles: '[intakes]' }), 'One of these roles is needed: intake.'],
    ['no role', staffClaims({ roles: '' }), 'One of these roles is needed: intake.'],
  ])('is refused with %s', async (_, claims, detail) => {
    const { status, body } = await shell().call({ claims });
    expect([status, body['type']]).toEqual([403, 'https://mot-cua.example/problems/role-missing']);
    if (detail) expect(body['detail']).toBe(detail);
  });

  it('is told so before anything of the request is looked at', async () => {
    expect((await shell().call({ claims: {}, body: '{' })).status).toBe(403);
  });
});

describe('a route that is not the function’s', () => {
  it.each(['GET /staff/dossiers/{dossierId}/acceptance', 'POST /public/dossiers/{dossierId}/acceptance', '$default', ''])(
    '%j is not answered',
    async (routeKey) => {
      const { status, body } = await shell().call({}, { routeKey });
      expect([status, body['type']]).toEqual([404, 'https://mot-cua.example/problems/route-unknown']);
    },
  );
});

describe('something thrown', () => {
  const outside = () => new OutsideCalendar('2027-01-01', { version: '1', firstDay: '2026-01-01', lastDay: '2026-12-31' });

  it.each([
    ['a defect', () => new Error('secret detail 042190000016'), 500, 'internal-error', 'ERROR'],
    ['no error at all', () => 'just text', 500, 'internal-error', 'ERROR'],
    ['a dossier that others keep moving', () => new DossierBusy('x'), 503, 'dossier-busy', 'ERROR'],
    ['a day outside the calendar', outside, 503, 'calendar-missing', 'ERROR'],
    ['a cursor that is none', () => new CursorInvalid(), 400, 'request-invalid', 'INFO'],
  ])('is answered as a problem: %s', async (_, thrown, status, kind, level) => {
    const { call, log } = shell(async () => {
      throw thrown();
    });
    const answer = await call();
    expect([answer.status, answer.headers['content-type'], answer.body['type'], answer.body['title']]).toEqual([
      status,
      'application/problem+json',
      `https://mot-cua.example/problems/${kind}`,
      problemKinds[kind as keyof typeof problemKinds].title,
    ]);
    expect(log.lines).toMatchObject([{ level, fields: { status } }]);
  });

  it('keeps what it said in the log', async () => {
    const { call, log } = shell(async () => {
      throw new Error('the table is away');
    });
    const { body } = await call();
    expect(body).toEqual({
      type: 'https://mot-cua.example/problems/internal-error',
      title: 'The service failed',
      status: 500,
      instance: 'request-0001',
    });
    expect(log.lines[0]?.fields['error']).toBe('Error: the table is away');
  });

  it('asks to come again soon only where that helps', async () => {
    const busy = shell(async () => {
      throw new DossierBusy('x');
    });
    const calendar = shell(async () => {
      throw outside();
    });
    expect([(await busy.call()).headers['retry-after'], (await calendar.call()).headers['retry-after']]).toEqual(['1', undefined]);
  });
});

describe('problems', () => {
  it.each(Object.keys(problemKinds) as (keyof typeof problemKinds)[])(
    '%s has its status and title, and takes what is special to it',
    (kind) => {
      const { statusCode, headers, body } = problem(kind, { state: 'new' });
      expect(statusCode).toBeGreaterThanOrEqual(400);
      expect(headers['content-type']).toBe('application/problem+json');
      expect(JSON.parse(body)).toEqual({
        type: `https://mot-cua.example/problems/${kind}`,
        title: expect.any(String),
        status: statusCode,
        state: 'new',
      });
    },
  );
});

describe('the policy table', () => {
  const operations = Object.entries(policy) as [OperationId, { method: string; path: string; roles?: readonly string[] }][];

  it('names every route once', () => {
    const routes = operations.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(routes).size).toBe(routes.length);
  });

  it('gives each route of officers a role and no other route one', () => {
    const faults = operations.filter(([, { path, roles }]) => path.startsWith('/staff/') !== Boolean(roles?.length));
    expect(faults).toEqual([]);
  });
});
