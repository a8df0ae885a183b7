import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, FunctionError, machine, openBench, task } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({
    worker: (event) => {
      if (typeof event === 'object' && event !== null && 'fail' in event) throw new FunctionError(String(event.fail));
      return event;
    },
  });
});
afterAll(() => bench.close());

describe('a Pass state', () => {
  it('hands its input on when it has no Output', async () => {
    const { result } = await bench.run(machine({ Only: { Type: 'Pass', End: true } }), { a: 1 });
    expect(result).toEqual({ a: 1 });
  });

  it('builds its output from expressions anywhere within JSON', async () => {
    const { result } = await bench.run(
      machine({
        Only: {
          Type: 'Pass',
          Output: { list: ['{% $states.input.n + 1 %}', 'plain'], 'on/off': { yes: '{% $states.input.n = 1 %}' } },
          End: true,
        },
      }),
      { n: 1 },
    );
    expect(result).toEqual({ list: [2, 'plain'], 'on/off': { yes: true } });
  });
});

describe('a Task state', () => {
  it('gives the result of lambda:invoke in the shape of AWS', async () => {
    const { result } = await bench.run(machine({ Only: task({ Output: undefined }) }), { a: 1 });
    expect(result).toEqual({ ExecutedVersion: '$LATEST', Payload: { a: 1 }, StatusCode: 200 });
  });

  it('completes a bare function name to an ARN of the same account', async () => {
    const { result } = await bench.run(machine({ Only: task({ Arguments: { FunctionName: 'worker' } }) }), { a: 1 });
    expect(result).toEqual({});
  });

  it('fails with a service error when there is no such function', async () => {
    const { status, error } = await bench.run(machine({ Only: task({ Arguments: { FunctionName: 'nobody' } }) }));
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'Lambda.ResourceNotFoundException' });
  });

  it('refuses, when it runs, arguments that are not implemented', async () => {
    const { error, cause } = await bench.run(
      machine({ Only: task({ Arguments: `{% {'FunctionName': 'worker', 'Qualifier': 'live'} %}` }) }),
    );
    expect(error).toBe('States.Runtime');
    expect(cause).toContain('Qualifier');
  });
});

describe('a Choice state', () => {
  const choice = (fields: object = {}) =>
    machine({
      'Which way?': {
        Type: 'Choice',
        Choices: [
          { Condition: `{% $states.input.kind = 'a' %}`, Next: 'First', Output: 'by rule a', Assign: { way: 'a' } },
          { Condition: `{% $states.input.kind = 'b' %}`, Next: 'Second' },
        ],
        ...fields,
      },
      First: { Type: 'Pass', Output: { was: '{% $states.input %}', way: '{% $way %}' }, End: true },
      Second: { Type: 'Pass', Output: { second: '{% $states.input %}' }, End: true },
    });

  it('follows the first rule that holds, with the output and variables of that rule', async () => {
    expect((await bench.run(choice(), { kind: 'a' })).result).toEqual({ was: 'by rule a', way: 'a' });
  });

  it('hands its input on when the rule has no Output', async () => {
    expect((await bench.run(choice(), { kind: 'b' })).result).toEqual({ second: { kind: 'b' } });
  });

  it('takes Default, with the Output and Assign of the state, when no rule holds', async () => {
    const { result } = await bench.run(choice({ Default: 'First', Output: 'by default', Assign: { way: 'none' } }), { kind: 'x' });
    expect(result).toEqual({ was: 'by default', way: 'none' });
  });

  it('fails with States.NoChoiceMatched when no rule holds and there is no Default', async () => {
    expect((await bench.run(choice(), { kind: 'x' })).error).toBe('States.NoChoiceMatched');
  });

  it('fails when a Condition is neither true nor false', async () => {
    const { error } = await bench.run(
      choice({
        Choices: [
          { Condition: '{% 1 %}', Next: 'First' },
          { Condition: true, Next: 'Second' },
        ],
      }),
      {},
    );
    expect(error).toBe('States.QueryEvaluationError');
  });
});

describe('a Wait state', () => {
  it.each([
    ['Seconds', { Seconds: 3600 }, 3_600_000],
    ['Seconds by an expression', { Seconds: '{% 60 * 2 %}' }, 120_000],
  ])('waits for %s of virtual time', async (_name, fields, ms) => {
    bench.deploy(machine({ Only: { Type: 'Wait', ...fields, End: true } }));
    const arn = await bench.start();
    await bench.reached(arn, 'WaitStateEntered');
    await bench.clock.advance(ms - 2_000);
    expect((await bench.describe(arn)).status).toBe('RUNNING');
    await bench.clock.advance(2_000);
    expect((await bench.ended(arn)).status).toBe('SUCCEEDED');
  });

  it('waits until a Timestamp', async () => {
    bench.deploy(machine({ Only: { Type: 'Wait', Timestamp: '{% $states.input.at %}', End: true } }));
    const at = new Date(bench.clock.now() + 14 * 86_400_000).toISOString();
    const arn = await bench.start({ at });
    await bench.reached(arn, 'WaitStateEntered');
    await bench.clock.advance(14 * 86_400_000);
    const exited = await bench.reached(arn, 'WaitStateExited');
    expect(exited.timestamp?.getTime()).toBeGreaterThanOrEqual(Date.parse(at));
  });

  it('does not wait for a time that is past', async () => {
    expect((await bench.run(machine({ Only: { Type: 'Wait', Timestamp: '2001-01-01T00:00:00+07:00', End: true } }))).status).toBe(
      'SUCCEEDED',
    );
  });

  it.each([{ Seconds: '{% -1 %}' }, { Seconds: '{% 1.5 %}' }, { Timestamp: `{% 'tomorrow' %}` }])('fails for %o', async (fields) => {
    expect((await bench.run(machine({ Only: { Type: 'Wait', ...fields, End: true } }))).error).toBe('States.QueryEvaluationError');
  });

  it('runs one wait after another within a single jump of the clock, each in its time', async () => {
    bench.deploy(machine({ One: { Type: 'Wait', Seconds: 86_400, Next: 'Two' }, Two: { Type: 'Wait', Seconds: 86_400, End: true } }));
    const before = bench.clock.now();
    const arn = await bench.start();
    await bench.reached(arn, 'WaitStateEntered');
    await bench.clock.advance(30 * 86_400_000);
    const { stopDate } = await bench.ended(arn);
    expect((stopDate?.getTime() ?? 0) - before).toBeLessThan(2 * 86_400_000 + 60_000);
  });
});

describe('Succeed and Fail', () => {
  it('ends with the Output of a Succeed state', async () => {
    expect((await bench.run(machine({ Only: { Type: 'Succeed', Output: '{% $states.input.a %}' } }), { a: [1] })).result).toEqual([1]);
  });

  it('ends with the Error and Cause of a Fail state, which may be expressions', async () => {
    const { status, error, cause } = await bench.run(
      machine({ Only: { Type: 'Fail', Error: '{% $states.input.e %}', Cause: 'because' } }),
      { e: 'Mine' },
    );
    expect({ status, error, cause }).toEqual({ status: 'FAILED', error: 'Mine', cause: 'because' });
  });

  it('fails without a name when the Fail state gives none', async () => {
    const { status, error, cause } = await bench.run(machine({ Only: { Type: 'Fail' } }));
    expect({ status, error, cause }).toEqual({ status: 'FAILED', error: undefined, cause: undefined });
  });
});

describe('a Parallel state', () => {
  it('gives the outputs of its branches in their order', async () => {
    const branch = (name: string, output: unknown) => machine({ [name]: { Type: 'Pass', Output: output, End: true } });
    const { result } = await bench.run(
      machine({
        Both: {
          Type: 'Parallel',
          Arguments: { n: '{% $states.input.n %}' },
          Branches: [branch('A', '{% $states.input.n %}'), branch('B', 'b')],
          Output: { all: '{% $states.result %}' },
          End: true,
        },
      }),
      { n: 7 },
    );
    expect(result).toEqual({ all: [7, 'b'] });
  });

  it('fails as a whole when a branch fails, and stops the others', async () => {
    bench.deploy(
      machine({
        Both: {
          Type: 'Parallel',
          Branches: [machine({ Long: { Type: 'Wait', Seconds: 9_999, End: true } }), machine({ Bad: { Type: 'Fail', Error: 'Branch' } })],
          End: true,
        },
      }),
    );
    const arn = await bench.start();
    expect((await bench.ended(arn)).error).toBe('Branch');
    expect(await bench.eventTypes(arn)).toEqual([
      'ExecutionStarted',
      'ParallelStateEntered',
      'ParallelStateStarted',
      'WaitStateEntered',
      'FailStateEntered',
      'WaitStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });
});
