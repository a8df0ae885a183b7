import { SendTaskFailureCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { retryDelayMs } from '../../../local/states/retry-delay.ts';
import { type Bench, FunctionError, machine, openBench, task, tokenTask, until } from './bench.ts';

let bench: Bench;
let failures: string[] = [];
beforeEach(async () => {
  failures = [];
  bench = await openBench({
    worker: (event) => {
      const next = failures.shift();
      if (next === 'never') return new Promise(() => {});
      if (next !== undefined && next !== '') throw new FunctionError(next);
      return event;
    },
  });
});
afterEach(() => bench.close());

const guarded = (fields: object, caught: object = {}) =>
  machine({
    Do: task(fields),
    ...('Catch' in fields && { Caught: { Type: 'Pass', Output: { caught: '{% $states.input %}' }, End: true, ...caught } }),
  });
const catchAll = (...ErrorEquals: string[]) => ({ Catch: [{ ErrorEquals, Next: 'Caught' }] });

describe('Catch', () => {
  it.each([
    ['its own name', 'Mine', ['Mine']],
    ['States.TaskFailed', 'Mine', ['States.TaskFailed']],
    ['States.ALL', 'Lambda.TooManyRequestsException', ['States.ALL']],
    ['one name of several', 'Sandbox.Timedout', ['Other', 'Sandbox.Timedout']],
  ])('takes a failure of a function by %s', async (_how, error, names) => {
    failures = [error];
    const { result } = await bench.run(guarded(catchAll(...names)));
    expect(result.caught.Error).toBe(error);
    expect(JSON.parse(result.caught.Cause)).toEqual({ errorType: error, errorMessage: 'as told' });
  });

  it('lets through what it does not name', async () => {
    failures = ['Mine'];
    expect((await bench.run(guarded(catchAll('Other')))).error).toBe('Mine');
  });

  it('builds Output and Assign from errorOutput, the input and the variables', async () => {
    failures = ['Mine'];
    const { result } = await bench.run(
      guarded(
        {
          Catch: [
            {
              ErrorEquals: ['States.ALL'],
              Next: 'Caught',
              Output: { was: '{% $states.input.a %}', e: '{% $states.errorOutput.Error %}' },
              Assign: { why: '{% $states.errorOutput.Error %}' },
            },
          ],
        },
        { Output: '{% $merge([$states.input, {"variable": $why}]) %}' },
      ),
      { a: 1 },
    );
    expect(result).toEqual({ was: 1, e: 'Mine', variable: 'Mine' });
  });

  it('takes an expression that fails in Arguments or Output', async () => {
    for (const fields of [{ Output: '{% $states.result.nothing %}' }, { Arguments: '{% $states.input.nothing %}' }]) {
      const { result } = await bench.run(guarded({ ...fields, ...catchAll('States.QueryEvaluationError') }));
      expect(result.caught.Error).toBe('States.QueryEvaluationError');
    }
  });

  it('fails when its own Output cannot be evaluated', async () => {
    failures = ['Mine'];
    expect(
      (await bench.run(guarded({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught', Output: '{% $states.input.x %}' }] }))).error,
    ).toBe('States.QueryEvaluationError');
  });

  it('does not take States.Runtime even by States.ALL', async () => {
    const { error } = await bench.run(
      guarded({ Arguments: `{% {'FunctionName': 'worker', 'LogType': 'Tail'} %}`, ...catchAll('States.ALL') }),
    );
    expect(error).toBe('States.Runtime');
  });
});

describe('the limit of 256 KiB', () => {
  const large = { Output: `{% $join($map($range(1, 30000, 1), function($v) { '0123456789' })) %}` };

  it('fails an output that is larger, past States.ALL and States.TaskFailed', async () => {
    for (const name of ['States.ALL', 'States.TaskFailed']) {
      expect((await bench.run(guarded({ ...large, ...catchAll(name) }))).error).toBe('States.DataLimitExceeded');
    }
  });

  it('can be caught by its name', async () => {
    expect((await bench.run(guarded({ ...large, ...catchAll('States.DataLimitExceeded') }))).result.caught.Error).toBe(
      'States.DataLimitExceeded',
    );
  });

  it('holds for Arguments, the result of a Map and variables', async () => {
    const text = '{% $join($map($range(1, 30000, 1), function($v) { "0123456789" })) %}';
    expect((await bench.run(machine({ Do: task({ Arguments: { FunctionName: 'worker', Payload: text } }) }))).error).toBe(
      'States.DataLimitExceeded',
    );
    expect((await bench.run(machine({ Do: { Type: 'Pass', Assign: { large: text }, End: true } }))).error).toBe('States.DataLimitExceeded');
    const half = '{% $join($map($range(1, 15000, 1), function($v) { "0123456789" })) %}';
    const map = { Type: 'Map', Items: [1, 2], ItemProcessor: machine({ One: { Type: 'Pass', Output: half, End: true } }), End: true };
    expect((await bench.run(machine({ Each: map }))).error).toBe('States.DataLimitExceeded');
  });

  it('holds for the result of a function, which may come back larger than what it was given', async () => {
    bench.deploy(machine({ Do: task({ Arguments: { FunctionName: 'worker', Payload: '{% $states.input %}' } }) }));
    const arn = await bench.start('x'.repeat(262_100));
    expect((await bench.ended(arn)).error).toBe('States.DataLimitExceeded');
    expect((await bench.eventTypes(arn)).slice(-2)).toEqual(['TaskFailed', 'ExecutionFailed']);
  });
});

describe('Retry', () => {
  it('tries again after growing delays and then goes on', async () => {
    failures = ['Mine', 'Mine'];
    bench.deploy(
      guarded({
        Retry: [{ ErrorEquals: ['Mine'], IntervalSeconds: 10, BackoffRate: 3, MaxAttempts: 2 }],
        Output: '{% $states.context.State.RetryCount %}',
      }),
    );
    const arn = await bench.start();
    await bench.reached(arn, 'TaskFailed');
    await bench.clock.advance(7_000);
    expect(bench.calls).toHaveLength(1);
    await bench.clock.advance(3_000);
    await bench.reached(arn, 'TaskFailed', 2);
    await bench.clock.advance(24_000);
    expect(bench.calls).toHaveLength(2);
    await bench.clock.advance(6_000);
    expect((await bench.ended(arn)).output).toBe('2');
    expect((await bench.eventTypes(arn)).filter((type) => type === 'TaskStateEntered')).toHaveLength(1);
  });

  it('gives up after MaxAttempts and leaves the failure to Catch', async () => {
    failures = ['Mine', 'Mine', 'Mine'];
    bench.deploy(guarded({ Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }], ...catchAll('Mine') }));
    const arn = await bench.start();
    await bench.reached(arn, 'TaskFailed');
    await bench.clock.advance(1_000);
    expect(JSON.parse((await bench.ended(arn)).output ?? '').caught.Error).toBe('Mine');
    expect(bench.calls).toHaveLength(2);
  });

  it('counts attempts for each retrier, and MaxAttempts 0 never retries', async () => {
    failures = ['A', 'B', 'A'];
    bench.deploy(
      guarded({
        Retry: [
          { ErrorEquals: ['A'], MaxAttempts: 1 },
          { ErrorEquals: ['B'], MaxAttempts: 1 },
          { ErrorEquals: ['States.ALL'], MaxAttempts: 0 },
        ],
      }),
    );
    const arn = await bench.start();
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await bench.reached(arn, 'TaskFailed', attempt);
      await bench.clock.advance(1_000);
    }
    expect((await bench.ended(arn)).error).toBe('A');
    failures = ['C'];
    expect((await bench.ended(await bench.start())).error).toBe('C');
  });

  it('bounds its delay by MaxDelaySeconds, and draws it anew with full jitter', () => {
    const retrier = { errorEquals: ['A'], intervalSeconds: 2, backoffRate: 2, maxAttempts: 9, maxDelaySeconds: 5, fullJitter: false };
    expect([0, 1, 2].map((tried) => retryDelayMs(retrier, tried))).toEqual([2_000, 4_000, 5_000]);
    const drawn = Array.from({ length: 50 }, () => retryDelayMs({ ...retrier, fullJitter: true }, 2));
    expect(Math.max(...drawn)).toBeLessThanOrEqual(5_000);
    expect(new Set(drawn).size).toBeGreaterThan(10);
    expect(retryDelayMs({ ...retrier, maxDelaySeconds: undefined }, 5_000)).toBe(99_999_999_000);
  });

  it('gives a token Task a new token for each attempt', async () => {
    bench.deploy(machine({ Ask: tokenTask({ Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }] }) }));
    const arn = await bench.start();
    const [first] = await until(() => (bench.calls.length > 0 ? bench.calls : undefined));
    await bench.sfn.send(new SendTaskFailureCommand({ taskToken: tokenOf(first), error: 'No' }));
    await bench.clock.advance(1_000);
    const second = await until(() => bench.calls[1]);
    expect(tokenOf(second)).not.toBe(tokenOf(first));
    expect((await bench.describe(arn)).status).toBe('RUNNING');
  });
});

describe('TimeoutSeconds', () => {
  it('ends a Task whose function takes too long, as States.Timeout', async () => {
    failures = ['never'];
    bench.deploy(guarded({ TimeoutSeconds: '{% $states.input.limit %}' }));
    const arn = await bench.start({ limit: 60 });
    await bench.reached(arn, 'TaskStarted');
    await bench.clock.advance(60_000);
    const { status, error } = await bench.ended(arn);
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.Timeout' });
    expect((await bench.eventTypes(arn)).slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
  });

  it.each([
    ['States.Timeout', 'caught'],
    ['States.ALL', 'caught'],
    ['States.TaskFailed', 'States.Timeout'],
    ['States.HeartbeatTimeout', 'States.Timeout'],
  ])('is seen by %s as: %s', async (name, outcome) => {
    failures = ['never'];
    bench.deploy(guarded({ TimeoutSeconds: 5, ...catchAll(name) }));
    const arn = await bench.start();
    await bench.reached(arn, 'TaskStarted');
    await bench.clock.advance(5_000);
    const { error } = await bench.ended(arn);
    expect(error ?? 'caught').toBe(outcome);
  });

  it('starts anew with each attempt', async () => {
    failures = ['never', 'never'];
    bench.deploy(guarded({ TimeoutSeconds: 5, Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }] }));
    const arn = await bench.start();
    await bench.reached(arn, 'TaskStarted');
    await bench.clock.advance(5_000);
    await bench.reached(arn, 'TaskTimedOut');
    await bench.clock.advance(1_000);
    await bench.reached(arn, 'TaskStarted', 2);
    await bench.clock.advance(4_000);
    expect((await bench.describe(arn)).status).toBe('RUNNING');
    await bench.clock.advance(1_000);
    expect((await bench.ended(arn)).error).toBe('States.Timeout');
  });

  it('holds a net of 90 days', async () => {
    bench.deploy(machine({ Ask: tokenTask({ TimeoutSeconds: 90 * 86_400 }) }));
    const arn = await bench.start();
    await bench.reached(arn, 'TaskSubmitted');
    await bench.clock.advance(89 * 86_400_000);
    expect((await bench.describe(arn)).status).toBe('RUNNING');
    await bench.clock.advance(86_400_000);
    expect((await bench.ended(arn)).error).toBe('States.Timeout');
  });

  it('of the machine ends the execution as TIMED_OUT and closes what it waits for', async () => {
    bench.deploy({
      ...machine({ Each: { Type: 'Map', Items: [1], ItemProcessor: machine({ Ask: tokenTask() }), End: true } }),
      TimeoutSeconds: 100,
    });
    const arn = await bench.start();
    await bench.reached(arn, 'TaskSubmitted');
    await bench.clock.advance(100_000);
    expect((await bench.ended(arn)).status).toBe('TIMED_OUT');
    expect((await bench.eventTypes(arn)).slice(-4)).toEqual([
      'TaskStateAborted',
      'MapIterationAborted',
      'MapStateAborted',
      'ExecutionTimedOut',
    ]);
    await expect(bench.sfn.send(new SendTaskFailureCommand({ taskToken: tokenOf(bench.calls[0]) }))).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  it('refuses an expression that gives no whole number of seconds', async () => {
    expect((await bench.run(guarded({ TimeoutSeconds: `{% 'soon' %}` }))).error).toBe('States.QueryEvaluationError');
  });
});

const tokenOf = (event: unknown): string => (typeof event === 'object' && event !== null && 'token' in event ? String(event.token) : '');
