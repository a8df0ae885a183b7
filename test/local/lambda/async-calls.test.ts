import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import type { InvokeResult } from '../../../local/invoke.ts';
import { type AsyncCalls, DEFAULT_ASYNC_SETTINGS, openAsyncCalls } from '../../../local/lambda/async-calls.ts';
import { type FunctionLab, openFunctionLab, resource, until } from './function-lab.ts';

const failure: InvokeResult = { ok: false, errorType: 'Error', errorMessage: 'no', trace: [] };
const success: InvokeResult = { ok: true, payload: 'yes' };

const ends: (() => void)[] = [];

const temporary = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'async-'));
  ends.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Asynchronous calls of one function that answers `results` in turn, the last one again and again. */
const start = (results: readonly InvokeResult[], { directory = temporary(), faults = 0 } = {}) => {
  const clock = new VirtualClock();
  const attempts: number[] = [];
  const delivered: [string, unknown][] = [];
  const remarks: string[] = [];
  let failing = faults;
  const calls: AsyncCalls = openAsyncCalls({
    directory,
    clock,
    invoke: async () => {
      attempts.push(clock.now());
      return results[Math.min(attempts.length, results.length) - 1] ?? failure;
    },
    deliver: async (arn, body) => {
      if (failing-- > 0) throw new Error('the queue is away');
      delivered.push([arn, JSON.parse(body)]);
    },
    log: (line) => remarks.push(line),
  });
  ends.push(() => {
    calls.stop();
    clock.stop();
  });
  return { clock, calls, attempts, delivered, remarks, directory };
};

test('a failing event is tried three times, one and two virtual minutes apart, then goes to the destination', async () => {
  const { clock, calls, attempts, delivered, directory } = start([failure]);
  await calls.accept('arn:f', { n: 1 }, { ...DEFAULT_ASYNC_SETTINGS, onFailure: 'arn:queue', deadLetterArn: 'arn:dead' });
  await until(() => attempts.length === 1);
  await clock.advance(60_000);
  await until(() => attempts.length === 2);
  await clock.advance(105_000);
  expect(attempts).toHaveLength(2);
  await clock.advance(16_000);
  await until(() => delivered.length === 2);
  expect(attempts).toHaveLength(3);
  expect(delivered).toEqual([
    [
      'arn:queue',
      {
        version: '1.0',
        timestamp: expect.any(String),
        requestContext: {
          requestId: expect.any(String),
          functionArn: 'arn:f:$LATEST',
          condition: 'RetriesExhausted',
          approximateInvokeCount: 3,
        },
        requestPayload: { n: 1 },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorType: 'Error', errorMessage: 'no', trace: [] },
      },
    ],
    ['arn:dead', { n: 1 }],
  ]);
  await until(() => calls.pending() === 0);
  expect(readdirSync(directory)).toEqual([]);
});

test('a retry that succeeds ends it; a success destination hears of it', async () => {
  const { clock, calls, attempts, delivered } = start([failure, success]);
  await calls.accept('arn:f', {}, { ...DEFAULT_ASYNC_SETTINGS, onSuccess: 'arn:good', onFailure: 'arn:bad' });
  await until(() => attempts.length === 1);
  await clock.advance(60_000);
  await until(() => calls.pending() === 0);
  expect(delivered).toMatchObject([
    ['arn:good', { requestContext: { condition: 'Success', approximateInvokeCount: 2 }, responsePayload: 'yes' }],
  ]);
});

test('an event too old for its next attempt is given up', async () => {
  const { calls, delivered } = start([failure]);
  await calls.accept('arn:f', {}, { retries: 2, maxAgeMs: 59_000, onFailure: 'arn:bad' });
  await until(() => delivered.length === 1);
  expect(delivered).toMatchObject([['arn:bad', { requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 } }]]);
});

test('a destination that is away is tried again until it takes the record', async () => {
  const { clock, calls, delivered, remarks } = start([failure], { faults: 1 });
  await calls.accept('arn:f', {}, { retries: 0, maxAgeMs: 60_000, onFailure: 'arn:bad' });
  await until(() => remarks.length === 1);
  await clock.advance(60_000);
  await until(() => calls.pending() === 0);
  expect(delivered).toHaveLength(1);
});

test('an event accepted by a run that ended is seen through by the next', async () => {
  const first = start([failure]);
  await first.calls.accept('arn:f', { n: 7 }, { ...DEFAULT_ASYNC_SETTINGS, onSuccess: 'arn:good' });
  await until(() => first.attempts.length === 1);
  first.calls.stop();
  const second = start([success], { directory: first.directory });
  second.calls.resume();
  await until(() => second.calls.pending() === 0);
  expect(second.delivered).toMatchObject([['arn:good', { requestPayload: { n: 7 } }]]);
  expect(readdirSync(first.directory)).toEqual([]);
});

let lab: FunctionLab | undefined;
afterEach(async () => {
  await lab?.stop();
  lab = undefined;
});

test('a function uses the invoke configuration of its template', async () => {
  lab = openFunctionLab();
  const arn = lab.deploy('Fails', 'export const handler = async () => { throw new Error("never"); };', {}, [
    resource('AWS::Lambda::EventInvokeConfig', 'Config', {
      FunctionName: 'Fails',
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:ap-southeast-1:000000000000:dead' } },
    }),
  ]);
  await lab.functions.invokeAsync(arn, { n: 1 });
  await until(() => lab?.delivered.length === 1);
  expect(lab.delivered[0]?.[0]).toBe('arn:aws:sqs:ap-southeast-1:000000000000:dead');
  await until(() => lab?.functions.pending() === 0);
});

test('accepting an event for a function that does not exist is refused', async () => {
  lab = openFunctionLab();
  await expect(lab.functions.invokeAsync('None', {})).rejects.toThrow(/there is no function None/);
});
