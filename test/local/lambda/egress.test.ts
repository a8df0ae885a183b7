import { createServer, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readBody } from '../../../local/aws-json.ts';
import { type Egress, type FunctionCall, openEgress } from '../../../local/lambda/egress.ts';
import { type FunctionLab, openFunctionLab } from './function-lab.ts';

type Received = { readonly url: string; readonly headers: IncomingMessage['headers']; readonly body: string };

/** A service that says which request of all it was; it hears of everything that it executed. */
const openService = async () => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push({ url: request.url ?? '', headers: request.headers, body: (await readBody(request)).toString('utf8') });
    response.setHeader('content-type', 'text/plain').end(request.method === 'HEAD' ? undefined : `answer ${received.length}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, received, stop };
};

let service: Awaited<ReturnType<typeof openService>>;
let egress: Egress;
let lab: FunctionLab;

beforeEach(async () => {
  service = await openService();
  egress = await openEgress({ national: service.url });
  lab = openFunctionLab({ egress, endpoints: { SERVICE: service.url } });
});
afterEach(async () => {
  await lab.stop();
  await egress.stop();
  await service.stop();
});

/** Calls the service `event.times` times, one after the other, and gives the answers; an error counts as its code. */
const CALLER = `
  let invocations = 0;
  export const handler = async ({ times, method = 'POST' }) => {
    invocations += 1;
    const answers = [];
    for (let call = 0; call < times; call += 1)
      answers.push(await fetch(process.env.SERVICE + '/step/' + call, { method }).then((answer) => answer.text(), (error) => 'broken: ' + error.cause?.code));
    return { invocations, answers };
  };`;

/** Sends one request twice, as the SDK does when the first got no answer. */
const PATIENT = `
  import { request } from 'node:http';
  const send = (target) => new Promise((resolve, reject) => {
    const sent = request(process.env.SERVICE, { method: 'POST', headers: { 'x-amz-target': target, 'amz-sdk-invocation-id': target } }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    });
    sent.on('error', reject).end('{"TableName":"dossiers"}');
  });
  export const handler = async () => {
    const first = await send('DynamoDB_20120810.PutItem').catch((error) => error.code);
    const second = await send('DynamoDB_20120810.PutItem');
    return [first, second, await send('AmazonSQS.SendMessage')];
  };`;

const LOST = { ok: false, errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('signal: killed'), trace: [] };

describe('what functions call', () => {
  test('is seen in order, with who calls, and passes when nobody judges otherwise', async () => {
    const calls: FunctionCall[] = [];
    egress.judge((call) => void calls.push(call));
    const arn = lab.deploy('Caller', CALLER);
    expect(await lab.functions.invoke(arn, { times: 2 })).toEqual({
      ok: true,
      payload: { invocations: 1, answers: ['answer 1', 'answer 2'] },
    });
    await lab.functions.invoke(arn, { times: 1 });
    const [first, second, third] = calls;
    expect(calls).toHaveLength(3);
    expect(first).toMatchObject({ service: 'national', operation: 'POST /step/*', index: 0, attempt: 1, path: ['national.POST /step/*'] });
    expect(first?.invocation).toMatchObject({ functionId: 'Caller', cold: true });
    expect(second).toMatchObject({ index: 1, path: ['national.POST /step/*', 'national.POST /step/*'], invocation: first?.invocation });
    expect(third).toMatchObject({ index: 0, invocation: { cold: false } });
    expect(third?.invocation.id).not.toBe(first?.invocation.id);
  });

  test('reaches the service without the marks of this runtime, and a HEAD keeps its length', async () => {
    await lab.functions.invoke(lab.deploy('Caller', CALLER), { times: 1, method: 'HEAD' });
    expect(Object.keys(service.received[0]?.headers ?? {}).filter((name) => name.startsWith('x-local-inv'))).toEqual([]);
  });

  test('counts what the SDK sends again as the same call', async () => {
    const calls: FunctionCall[] = [];
    egress.judge((call) => void calls.push(call));
    expect(await lab.functions.invoke(lab.deploy('Patient', PATIENT), {})).toEqual({ ok: true, payload: [200, 200, 200] });
    expect(calls.map(({ service: called, operation, index, attempt }) => [called, operation, index, attempt])).toEqual([
      ['DynamoDB', 'PutItem', 0, 1],
      ['DynamoDB', 'PutItem', 0, 2],
      ['SQS', 'SendMessage', 1, 1],
    ]);
    expect(calls.at(-1)).toMatchObject({ path: ['DynamoDB.PutItem', 'SQS.SendMessage'], body: '{"TableName":"dossiers"}' });
  });

  test('passes unjudged when it is no function that calls', async () => {
    egress.judge(() => ({ kind: 'lose-answer' }));
    expect(await (await fetch(egress.reroute(`${service.url}/link`))).text()).toBe('answer 1');
    expect(service.received[0]?.url).toBe('/link');
  });
});

describe('a function that dies', () => {
  test('before its second call has made the first only, and its caller hears of a lost sandbox', async () => {
    egress.judge(({ index }) => (index === 1 ? { kind: 'die', when: 'before' } : undefined));
    expect(await lab.functions.invoke(lab.deploy('Caller', CALLER), { times: 3 })).toEqual(LOST);
    expect(service.received.map(({ url }) => url)).toEqual(['/step/0']);
  });

  test('after its second call has made two, and never learns of the second', async () => {
    egress.judge(({ index }) => (index === 1 ? { kind: 'die', when: 'after' } : undefined));
    expect(await lab.functions.invoke(lab.deploy('Caller', CALLER), { times: 3 })).toEqual(LOST);
    expect(service.received.map(({ url }) => url)).toEqual(['/step/0', '/step/1']);
  });

  test('is followed by a new environment', async () => {
    const arn = lab.deploy('Caller', CALLER);
    await lab.functions.invoke(arn, { times: 1 });
    egress.judge(() => ({ kind: 'die', when: 'before' }));
    await lab.functions.invoke(arn, { times: 1 });
    egress.judge(undefined);
    expect(await lab.functions.invoke(arn, { times: 0 })).toEqual({ ok: true, payload: { invocations: 1, answers: [] } });
    expect(lab.functions.counters()).toMatchObject({ invocations: 3, coldStarts: 2 });
    expect(egress.busy()).toBe(0);
  });

  test('sends nothing more, whatever else it had begun', async () => {
    const code = `export const handler = async () => {
      const send = (name) => fetch(process.env.SERVICE + '/' + name, { method: 'POST' }).catch(() => undefined);
      await Promise.all([send('first'), send('second').then(() => send('third'))]);
      for (;;) await send('more');
    };`;
    egress.judge(({ operation }) => (operation === 'POST /first' ? { kind: 'die', when: 'before' } : undefined));
    expect(await lab.functions.invoke(lab.deploy('Busy', code), {})).toEqual(LOST);
    expect(service.received.length).toBeLessThanOrEqual(1);
  });
});

describe('a call that is disturbed', () => {
  test('and whose answer is lost was executed; the function sees a broken connection and goes on', async () => {
    egress.judge(({ attempt, index }) => (index === 0 && attempt === 1 ? { kind: 'lose-answer' } : undefined));
    expect(await lab.functions.invoke(lab.deploy('Patient', PATIENT), {})).toEqual({ ok: true, payload: ['ECONNRESET', 200, 200] });
    expect(service.received).toHaveLength(3);
  });

  test('and refused was not executed; the function reads the answer given instead', async () => {
    egress.judge(({ index }) =>
      index === 0 ? { kind: 'refuse', answer: { status: 429, headers: { 'content-type': 'text/plain' }, body: 'too many' } } : undefined,
    );
    expect(await lab.functions.invoke(lab.deploy('Caller', CALLER), { times: 2 })).toEqual({
      ok: true,
      payload: { invocations: 1, answers: ['too many', 'answer 1'] },
    });
    expect(service.received.map(({ url }) => url)).toEqual(['/step/1']);
  });
});

test('environments that are cooled down start anew', async () => {
  const warm = lab.deploy('Warm', CALLER);
  const cooled = lab.deploy('Cooled', CALLER);
  for (const arn of [warm, cooled]) await lab.functions.invoke(arn, { times: 0 });
  lab.functions.cool(['Cooled']);
  expect(await lab.functions.invoke(warm, { times: 0 })).toMatchObject({ payload: { invocations: 2 } });
  expect(await lab.functions.invoke(cooled, { times: 0 })).toMatchObject({ payload: { invocations: 1 } });
});
