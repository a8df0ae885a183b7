import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FunctionLab, functionResource, openFunctionLab, resource } from './function-lab.ts';

let lab: FunctionLab;
beforeEach(() => {
  lab = openFunctionLab();
});
afterEach(() => lab.stop());

describe('a call', () => {
  test('gives the handler the event and a context, and answers what it returns', async () => {
    const arn = lab.deploy(
      'Echo',
      `export const handler = async (event, context) => ({ event, name: context.functionName, arn: context.invokedFunctionArn,
        memory: context.memoryLimitInMB, left: context.getRemainingTimeInMillis(), id: context.awsRequestId });`,
      { MemorySize: 256, Timeout: 20 },
    );
    const result = await lab.functions.invoke(arn, { hello: 'world', gone: undefined });
    expect(result).toEqual({
      ok: true,
      payload: {
        event: { hello: 'world' },
        name: 'Echo',
        arn,
        memory: '256',
        left: expect.any(Number),
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
    expect(result.ok && result.payload).toMatchObject({ left: expect.toSatisfy((left: number) => left > 19_000 && left <= 20_000) });
  });

  test('takes an ARN with a version or alias, and a bare name', async () => {
    const arn = lab.deploy('One', 'export const handler = async () => 1;');
    expect(await lab.functions.invoke(`${arn}:live`, {})).toEqual({ ok: true, payload: 1 });
    expect(await lab.functions.invoke('One', {})).toEqual({ ok: true, payload: 1 });
  });

  test('rejects for a function that does not exist', async () => {
    await expect(lab.functions.invoke('arn:aws:lambda:ap-southeast-1:000000000000:function:None', {})).rejects.toThrow(
      /there is no function .*None/,
    );
  });

  test('answers null when the handler returns nothing', async () => {
    expect(await lab.functions.invoke(lab.deploy('Nothing', 'export const handler = async () => {};'), {})).toEqual({
      ok: true,
      payload: null,
    });
  });

  test('keeps the environment, with its module state, for the next call', async () => {
    const arn = lab.deploy('Counter', 'let calls = 0; export const handler = async () => ++calls;');
    expect([await lab.functions.invoke(arn, {}), await lab.functions.invoke(arn, {})]).toEqual([
      { ok: true, payload: 1 },
      { ok: true, payload: 2 },
    ]);
    expect(lab.functions.counters()).toMatchObject({
      invocations: 2,
      coldStarts: 1,
      byFunction: { Counter: { invocations: 2, coldStarts: 1, errors: 0 } },
    });
  });

  test('sees exactly the variables of the template and those of Lambda', async () => {
    const arn = lab.deploy('Env', 'export const handler = async () => ({ ...process.env });', {
      Environment: { Variables: { TABLE: 'dossiers' } },
    });
    expect(await lab.functions.invoke(arn, {})).toEqual({
      ok: true,
      payload: {
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
        AWS_LAMBDA_FUNCTION_NAME: 'Env',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/Env',
        AWS_REGION: 'ap-southeast-1',
        TABLE: 'dossiers',
        TZ: 'UTC',
      },
    });
  });

  test('lives by the virtual clock, in UTC, already while the module loads', async () => {
    await lab.clock.advance(14 * 86_400_000);
    const before = lab.clock.now();
    const arn = lab.deploy(
      'Time',
      'const loaded = new Date(); export const handler = async () => [loaded.getTime(), Date.now(), loaded.getTimezoneOffset()];',
    );
    const result = await lab.functions.invoke(arn, {});
    const [loaded = 0, called = 0, offset] = result.ok && Array.isArray(result.payload) ? result.payload.map(Number) : [];
    expect(loaded).toBeGreaterThanOrEqual(before);
    expect(called).toBeGreaterThanOrEqual(loaded);
    expect(called).toBeLessThanOrEqual(lab.clock.now());
    expect(offset).toBe(0);
    await lab.clock.advance(86_400_000);
    const later = await lab.functions.invoke(arn, {});
    expect(later.ok && Array.isArray(later.payload) && later.payload[1] - called).toBeGreaterThanOrEqual(86_400_000);
  });
});

describe('an error', () => {
  test('thrown by the handler is reported by type and message and leaves the environment warm', async () => {
    const arn = lab.deploy(
      'Throws',
      'class WrongState extends Error { name = "WrongState" }; export const handler = async () => { throw new WrongState("it is closed"); };',
    );
    const result = await lab.functions.invoke(arn, {});
    expect(result).toEqual({
      ok: false,
      errorType: 'WrongState',
      errorMessage: 'it is closed',
      trace: expect.arrayContaining([expect.stringContaining('it is closed')]),
    });
    expect(lab.functions.warm()).toBe(1);
  });

  test('of another type than Error is reported by its type', async () => {
    const arn = lab.deploy('Odd', 'export const handler = async () => { throw "text"; };');
    expect(await lab.functions.invoke(arn, {})).toEqual({ ok: false, errorType: 'string', errorMessage: 'text', trace: [] });
  });

  test('of time ends the environment', async () => {
    const arn = lab.deploy('Slow', 'export const handler = () => new Promise(() => {});', { Timeout: 0.2 });
    const result = await lab.functions.invoke(arn, {});
    expect(result).toMatchObject({
      ok: false,
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: .* Error: Task timed out after 0.20 seconds$/),
    });
    expect(lab.functions.warm()).toBe(0);
  });

  test('of time also ends a handler that never yields', async () => {
    const arn = lab.deploy('Busy', 'export const handler = async () => { for (;;); };', { Timeout: 0.2 });
    expect(await lab.functions.invoke(arn, {})).toMatchObject({ ok: false, errorType: 'Sandbox.Timedout' });
  });

  test('a jump of the virtual clock uses up no time of a running call', async () => {
    const arn = lab.deploy(
      'Waits',
      'export const handler = async (_event, context) => { await new Promise((r) => setTimeout(r, 100)); return context.getRemainingTimeInMillis() > 1000; };',
      { Timeout: 10 },
    );
    const result = lab.functions.invoke(arn, {});
    await lab.clock.advance(86_400_000);
    expect(await result).toEqual({ ok: true, payload: true });
  });

  test('an exit of the process is Runtime.ExitError, and the next call starts afresh', async () => {
    const arn = lab.deploy(
      'Exits',
      'let calls = 0; export const handler = async ({ exit }) => { if (exit) process.exit(3); return ++calls; };',
    );
    expect(await lab.functions.invoke(arn, { exit: true })).toMatchObject({
      ok: false,
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/^RequestId: .* Error: Runtime exited with error: exit status 3$/),
    });
    expect(await lab.functions.invoke(arn, {})).toEqual({ ok: true, payload: 1 });
  });

  test('an uncaught exception ends the environment under its own name', async () => {
    const arn = lab.deploy(
      'Uncaught',
      'export const handler = () => new Promise(() => setTimeout(() => { throw new RangeError("later"); }, 1));',
    );
    expect(await lab.functions.invoke(arn, {})).toMatchObject({ ok: false, errorType: 'RangeError', errorMessage: 'later' });
    expect(lab.functions.warm()).toBe(0);
  });

  test('an unhandled rejection is Runtime.UnhandledPromiseRejection', async () => {
    const arn = lab.deploy('Rejects', 'export const handler = () => { Promise.reject(new Error("lost")); return new Promise(() => {}); };');
    expect(await lab.functions.invoke(arn, {})).toMatchObject({
      ok: false,
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: lost',
    });
  });

  test('running out of memory is Runtime.ExitError and leaves the runtime alive', async () => {
    const arn = lab.deploy(
      'Hungry',
      'export const handler = async () => { const all = []; for (;;) all.push(new Array(1000).fill(Math.random())); };',
      { MemorySize: 128, Timeout: 20 },
    );
    expect(await lab.functions.invoke(arn, {})).toMatchObject({
      ok: false,
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('signal: killed'),
    });
  });

  test.each([
    ['a module that throws', 'throw new TypeError("bad configuration");', { errorType: 'TypeError', errorMessage: 'bad configuration' }],
    ['a module with a syntax error', 'export const handler = ;', { errorType: 'Runtime.UserCodeSyntaxError' }],
    ['an import that is missing', 'import "./nowhere.mjs";', { errorType: 'Runtime.ImportModuleError' }],
    [
      'a handler that is not exported',
      'export const other = 1;',
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' },
    ],
    [
      'a handler with a callback',
      'export const handler = (event, context, callback) => callback(null, 1);',
      { errorType: 'Runtime.CallbackHandlerDeprecated' },
    ],
  ])('of the init is the answer: %s', async (_what, code, expected) => {
    expect(await lab.functions.invoke(lab.deploy('Init', code), {})).toMatchObject({ ok: false, ...expected });
    expect(lab.functions.warm()).toBe(0);
  });

  test('an answer that is no JSON is Runtime.MarshalError', async () => {
    expect(await lab.functions.invoke(lab.deploy('Big', 'export const handler = async () => 1n;'), {})).toMatchObject({
      ok: false,
      errorType: 'Runtime.MarshalError',
    });
  });

  test('payloads above 6 MB are refused in both directions', async () => {
    const arn = lab.deploy('Large', 'export const handler = async ({ size }) => "x".repeat(size);', { Timeout: 20 });
    expect(await lab.functions.invoke(arn, { text: 'x'.repeat(6 * 1024 * 1024) })).toMatchObject({
      ok: false,
      errorType: 'RequestTooLargeException',
    });
    expect(await lab.functions.invoke(arn, { size: 6 * 1024 * 1024 })).toMatchObject({
      ok: false,
      errorType: 'Function.ResponseSizeTooLarge',
    });
    expect(await lab.functions.invoke(arn, { size: 6 * 1024 * 1024 - 2 })).toMatchObject({ ok: true });
  });
});

describe('deploying refuses by name', () => {
  test.each([
    ['Layers', { Layers: ['arn'] }, /function Odd: property Layers is not implemented/],
    ['another runtime', { Runtime: 'python3.13' }, /function Odd: runtime python3.13 is not implemented/],
    ['an image', { PackageType: 'Image' }, /function Odd: PackageType Image is not implemented/],
    ['no concurrency', { ReservedConcurrentExecutions: 0 }, /function Odd: ReservedConcurrentExecutions 0/],
    [
      'an address in AWS',
      { Environment: { Variables: { API: 'https://abc.execute-api.ap-southeast-1.amazonaws.com' } } },
      /variable API names an API in AWS/,
    ],
    ['an unknown log level', { LoggingConfig: { SystemLogLevel: 'LOUD' } }, /SystemLogLevel LOUD is not a level/],
  ])('%s', (_what, properties, message) => {
    expect(() => lab.deploy('Odd', '', properties)).toThrow(message);
  });

  test('code that is not a folder of the assembly', () => {
    const { bundle: _bundle, ...without } = functionResource(lab.directory, 'Odd', '');
    expect(() => lab.functions.deploy([without])).toThrow(/function Odd: its code must be a folder asset/);
  });

  test('an invoke configuration of a function that is not deployed', () => {
    expect(() => lab.functions.deploy([resource('AWS::Lambda::EventInvokeConfig', 'Config', { FunctionName: 'Absent' })])).toThrow(
      /there is no function Absent/,
    );
  });
});
