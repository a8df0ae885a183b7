import { request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { bindPort } from '../../../local/http/bound-port.ts';
import { type ApiLab, type ApiSpec, openApiLab } from './api-lab.ts';

let lab: ApiLab;
afterEach(() => lab.stop());

const open = async (spec: ApiSpec) => {
  lab = await openApiLab(spec);
  return lab;
};

describe('the event', () => {
  test('has the shape of payload format 2.0', async () => {
    await open({ routes: { 'POST /dossiers/{dossierId}/answers/{n}': {} }, stage: { StageVariables: { colour: 'red' } } });
    const response = await lab.get('/dossiers/a%20b/answers/1?x=1&x=2&y=%C3%A1', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'a=1; b=2', 'X-Twice': 'one', 'user-agent': 'test' },
      body: '{"answer":"đồng ý"}',
    });
    expect(response.status).toBe(200);
    const requestId = response.headers.get('apigw-requestid');
    const port = new URL(lab.api.url).port;
    expect(lab.events).toEqual([
      {
        version: '2.0',
        routeKey: 'POST /dossiers/{dossierId}/answers/{n}',
        rawPath: '/dossiers/a%20b/answers/1',
        rawQueryString: 'x=1&x=2&y=%C3%A1',
        cookies: ['a=1', 'b=2'],
        headers: expect.objectContaining({
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength('{"answer":"đồng ý"}')),
          host: `127.0.0.1:${port}`,
          'x-twice': 'one',
          'x-forwarded-for': '127.0.0.1',
          'x-forwarded-port': port,
          'x-forwarded-proto': 'http',
        }),
        queryStringParameters: { x: '1,2', y: 'á' },
        pathParameters: { dossierId: 'a b', n: '1' },
        stageVariables: { colour: 'red' },
        requestContext: {
          accountId: '000000000000',
          apiId: 'Api',
          domainName: '127.0.0.1',
          domainPrefix: 'Api',
          http: { method: 'POST', path: '/dossiers/a%20b/answers/1', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
          requestId,
          routeKey: 'POST /dossiers/{dossierId}/answers/{n}',
          stage: '$default',
          time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
          timeEpoch: expect.any(Number),
        },
        body: '{"answer":"đồng ý"}',
        isBase64Encoded: false,
      },
    ]);
    expect(lab.events[0]?.['headers']).not.toHaveProperty('cookie');
  });

  test('leaves out what the request does not have', async () => {
    await open({ routes: { 'GET /plain': {} } });
    await lab.get('/plain');
    const [event = {}] = lab.events;
    expect(Object.keys(event).sort()).toEqual([
      'headers',
      'isBase64Encoded',
      'rawPath',
      'rawQueryString',
      'requestContext',
      'routeKey',
      'version',
    ]);
  });

  test('carries the time of the virtual clock', async () => {
    await open({ routes: { $default: {} } });
    await lab.clock.advance(365 * 86_400_000);
    await lab.get('/');
    expect(lab.events[0]).toMatchObject({
      requestContext: { timeEpoch: expect.toSatisfy((at: number) => Math.abs(at - lab.clock.now()) < 5000) },
    });
  });

  test('joins repeated headers with a comma', async () => {
    await open({ routes: { $default: {} } });
    await new Promise<void>((resolve, reject) => {
      const sent = request(lab.api.url, { headers: { 'x-many': ['one', 'two'] } }, (response) => response.resume().on('end', resolve));
      sent.on('error', reject).end();
    });
    expect(lab.events[0]).toMatchObject({ headers: { 'x-many': 'one,two' } });
  });

  test.each([
    ['application/octet-stream', true],
    ['application/x-www-form-urlencoded', true],
    ['text/plain; charset=utf-8', false],
    ['application/xml', false],
  ])('a body of %s is in base64: %s', async (type, encoded) => {
    await open({ routes: { 'PUT /body': {} } });
    await lab.get('/body', { method: 'PUT', body: 'a=1', headers: { 'content-type': type } });
    expect(lab.events[0]).toMatchObject({ isBase64Encoded: encoded, body: encoded ? Buffer.from('a=1').toString('base64') : 'a=1' });
  });

  test('tells a call from inside a function apart, without showing how', async () => {
    await open({ routes: { $default: {} } });
    await lab.get('/', { headers: { 'x-local-nested-call': '1' } });
    await lab.get('/');
    expect(lab.nested).toEqual([true, false]);
    expect(lab.events[0]?.['headers']).not.toHaveProperty('x-local-nested-call');
  });
});

describe('the answer', () => {
  test('of a structured result has its status, headers, cookies and decoded body', async () => {
    await open({ routes: { $default: {} } });
    lab.answer = () => ({
      ok: true,
      payload: {
        statusCode: 201,
        headers: { Location: '/x', 'X-Number': 7 },
        cookies: ['a=1; Secure', 'b=2'],
        body: Buffer.from([0, 255]).toString('base64'),
        isBase64Encoded: true,
      },
    });
    const response = await lab.get('/');
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe('/x');
    expect(response.headers.get('x-number')).toBe('7');
    expect(response.headers.getSetCookie()).toEqual(['a=1; Secure', 'b=2']);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255]);
  });

  test('of a structured result without a content type is plain text', async () => {
    await open({ routes: { $default: {} } });
    expect((await lab.get('/')).headers.get('content-type')).toBe('text/plain;charset=utf-8');
  });

  test('204 has no body', async () => {
    await open({ routes: { $default: {} } });
    lab.answer = () => ({ ok: true, payload: { statusCode: 204 } });
    const response = await lab.get('/');
    expect([response.status, await response.text(), response.headers.get('content-length')]).toEqual([204, '', null]);
  });

  test.each([
    ['an object', { any: 'thing' }, '{"any":"thing"}'],
    ['a text', 'hello', 'hello'],
    ['a number', 7, '7'],
    ['a list', [1], '[1]'],
  ])('of %s without status code is 200 with JSON', async (_what, payload, text) => {
    await open({ routes: { $default: {} } });
    lab.answer = () => ({ ok: true, payload });
    const response = await lab.get('/');
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, 'application/json', text]);
  });

  test.each([
    ['a status that is none', { statusCode: 'many' }],
    ['a status out of range', { statusCode: 99 }],
    ['a body that is an object', { statusCode: 200, body: { a: 1 } }],
    ['headers that are a list', { statusCode: 200, headers: ['a'] }],
    ['cookies that are a text', { statusCode: 200, cookies: 'a=1' }],
  ])('of %s is 500', async (_what, payload) => {
    await open({ routes: { $default: {} } });
    lab.answer = () => ({ ok: true, payload });
    const response = await lab.get('/');
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  });

  test('of a failing function is 500 without its message', async () => {
    await open({ routes: { $default: {} } });
    lab.answer = () => ({ ok: false, errorType: 'Error', errorMessage: 'secret' });
    const response = await lab.get('/');
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  });

  test('of a function that the runtime cannot call is 500', async () => {
    await open({ routes: { $default: {} } });
    lab.answer = () => Promise.reject(new Error('there is no such function'));
    expect((await lab.get('/')).status).toBe(500);
  });

  test('of a function slower than the integration allows is 503', async () => {
    await open({ routes: { $default: {} }, integration: { TimeoutInMillis: 50 } });
    lab.answer = () => new Promise(() => {});
    const response = await lab.get('/');
    expect([response.status, await response.json()]).toEqual([503, { message: 'Service Unavailable' }]);
  });

  test('to a body above 10 MB is 413, and the function does not hear of it', async () => {
    await open({ routes: { $default: {} } });
    const response = await lab.get('/', { method: 'POST', body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect([response.status, await response.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
    expect(lab.events).toEqual([]);
  });

  test('to an event above what a function takes is 413', async () => {
    await open({ routes: { $default: {} } });
    lab.answer = () => ({ ok: false, errorType: 'RequestTooLargeException', errorMessage: 'too large' });
    expect((await lab.get('/')).status).toBe(413);
  });

  test('to a path without a route is 404, and both are counted', async () => {
    await open({ routes: { 'GET /there': {} } });
    const response = await lab.get('/elsewhere');
    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
    await lab.get('/there');
    expect(lab.api.requests()).toEqual({ '(none)': 1, 'GET /there': 1 });
  });
});

describe('CORS', () => {
  const cors = {
    CorsConfiguration: {
      AllowOrigins: ['https://portal.example', 'https://*.example.org'],
      AllowMethods: ['GET'],
      AllowHeaders: ['authorization'],
      ExposeHeaders: ['etag'],
      MaxAge: 60,
    },
  };

  test('a preflight is answered by the gateway', async () => {
    await open({ routes: { 'GET /x': {} }, api: cors });
    const response = await lab.get('/x', {
      method: 'OPTIONS',
      headers: { origin: 'https://portal.example', 'access-control-request-method': 'GET' },
    });
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': 'https://portal.example',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '60',
    });
    expect(lab.api.requests()).toEqual({ '(preflight)': 1 });
  });

  test('answers carry the headers of the configuration, not those of the function', async () => {
    await open({ routes: { 'GET /x': {} }, api: cors });
    lab.answer = () => ({ ok: true, payload: { statusCode: 200, headers: { 'access-control-allow-origin': '*' }, body: 'x' } });
    const allowed = await lab.get('/x', { headers: { origin: 'https://a.example.org' } });
    expect([allowed.headers.get('access-control-allow-origin'), allowed.headers.get('access-control-expose-headers')]).toEqual([
      'https://a.example.org',
      'etag',
    ]);
    const foreign = await lab.get('/x', { headers: { origin: 'https://elsewhere.example' } });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('without a configuration the function speaks for itself', async () => {
    await open({ routes: { 'OPTIONS /x': {} } });
    lab.answer = () => ({ ok: true, payload: { statusCode: 200, headers: { 'access-control-allow-origin': '*' } } });
    const response = await lab.get('/x', {
      method: 'OPTIONS',
      headers: { origin: 'https://portal.example', 'access-control-request-method': 'GET' },
    });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  });
});

describe('the access log', () => {
  const format = JSON.stringify({
    id: '$context.requestId',
    key: '$context.routeKey',
    status: '$context.status',
    length: '$context.responseLength',
    user: '$context.authorizer.claims.sub',
  });

  test('has a line per request in the format of the stage', async () => {
    await open({
      routes: { 'GET /x': {} },
      stage: { AccessLogSettings: { DestinationArn: 'arn:aws:logs:ap-southeast-1:000000000000:log-group:access:*', Format: format } },
    });
    const found = await lab.get('/x');
    await lab.get('/"quoted"');
    expect(lab.logged.map(([group, line]) => [group, JSON.parse(line)])).toEqual([
      ['access', { id: found.headers.get('apigw-requestid'), key: 'GET /x', status: '200', length: '2', user: '-' }],
      ['access', { id: expect.any(String), key: '-', status: '404', length: '23', user: '-' }],
    ]);
  });
});

test('a port that nothing serves yet answers 503', async () => {
  await open({ routes: { $default: {} } });
  const port = await bindPort();
  const response = await fetch(port.url);
  expect([response.status, await response.json()]).toEqual([503, { message: 'Service Unavailable' }]);
  await port.stop();
});

test('a port that is taken is refused', async () => {
  await open({ routes: { $default: {} } });
  await expect(bindPort(Number(new URL(lab.api.url).port))).rejects.toThrow(/EADDRINUSE/);
});
