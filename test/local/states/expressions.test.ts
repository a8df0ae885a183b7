import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, machine, openBench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const evaluate = (expression: string, input: unknown = {}) =>
  bench.run(machine({ Only: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } }), input);

describe('an expression', () => {
  it.each([
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$range(0, 10, 5)', [0, 5, 10]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    [`$hash('abc', 'SHA-256')`, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [`$hash('abc', 'MD5')`, '900150983cd24fb0d6963f7d28e17f72'],
    [`$parse('{"a":[1,2]}').a[1]`, 2],
    ['$random(7) = $random(7)', true],
    ['$random() < 1', true],
    [`$match($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4/).index`, 0],
    ['$states.input.list[kind="b"].n', 2],
    ['$map($states.input.list, function($v) { $v.n })', [1, 2]],
    ['$states.input.list.(n * 10)', [10, 20]],
    ['$states.input.list.$string(n)', ['1', '2']],
    ['($x := 2; $x * 3)', 6],
    ['$sort($states.input.list, function($a, $b) { $a.n < $b.n }).n', [2, 1]],
    ['{"given": 1, "absent": $states.input.absent}', { given: 1 }],
    ['[$states.input.list[kind="none"]]', []],
    ['null', null],
    ['$states.input.list[0].{"k": kind}', { k: 'a' }],
    [
      '$states.input ~> |list|{"n": 0}|',
      {
        list: [
          { kind: 'a', n: 0 },
          { kind: 'b', n: 0 },
        ],
      },
    ],
  ])('%s', async (expression, expected) => {
    const { result, cause } = await evaluate(expression, {
      list: [
        { kind: 'a', n: 1 },
        { kind: 'b', n: 2 },
      ],
    });
    expect({ result, cause }).toEqual({ result: expected, cause: undefined });
  });

  it.each([
    ['gives nothing', '$states.input.absent', 'gave nothing'],
    ['gives a function', '$sum', 'not JSON'],
    ['calls what is no function', '$nobody(1)', 'non-function'],
    ['has a wrong type', `1 + 'a'`, 'right side'],
    ['parses what is not JSON', `$parse('{')`, 'JSON'],
    ['asks for an unknown hash', `$hash('a', 'CRC')`, 'SHA-256'],
    ['divides into chunks of 0', '$partition([1], 0)', 'positive'],
    ['steps by 0', '$range(1, 2, 0)', 'not be 0'],
    ['never ends', '($f := function($n) { $f($n + 1) }; $f(0))', 'does not end'],
    ['goes too deep', '($f := function($n) { 1 + $f($n + 1) }; $f(0))', 'too deep'],
  ])('fails with States.QueryEvaluationError when it %s', async (_what, expression, words) => {
    const { error, cause } = await evaluate(expression);
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain(words);
    expect(cause).toContain('Output');
  });

  it('is told in the history with state and field', async () => {
    bench.deploy(machine({ Only: { Type: 'Pass', Output: { a: [1, '{% $states.input.x %}'] }, End: true } }));
    const arn = await bench.start();
    await bench.ended(arn);
    const failed = (await bench.history(arn)).find(({ type }) => type === 'EvaluationFailed');
    expect(failed?.evaluationFailedEventDetails).toMatchObject({
      state: 'Only',
      location: 'Output/a[1]',
      error: 'States.QueryEvaluationError',
    });
  });

  it('takes the time from the virtual clock', async () => {
    await bench.clock.advance(400 * 86_400_000);
    const { result } = await evaluate(
      `{'now': $now(), 'millis': $millis(), 'day': $now('[Y0001]-[M01]-[D01]', '+0700'), 'today': $toMillis('00:00', '[H01]:[m01]')}`,
    );
    const now = bench.clock.now();
    expect(Math.abs(Date.parse(result.now) - now)).toBeLessThan(60_000);
    expect(Math.abs(result.millis - now)).toBeLessThan(60_000);
    expect(result.day).toBe(new Date(result.millis + 7 * 3_600_000).toISOString().slice(0, 10));
    expect(result.today).toBe(Date.parse(`${result.now.slice(0, 10)}T00:00:00Z`));
  });

  it('reads the context object', async () => {
    const { result, executionArn, startDate } = await evaluate('$states.context', { a: 1 });
    expect(result).toMatchObject({
      Execution: { Id: executionArn, Input: { a: 1 }, StartTime: startDate?.toISOString(), RoleArn: expect.stringContaining(':role/') },
      State: { Name: 'Only', RetryCount: 0, EnteredTime: expect.stringMatching(/Z$/) },
      StateMachine: { Name: 'tested', Id: expect.stringContaining(':stateMachine:tested') },
    });
    expect(executionArn?.endsWith(`:${result.Execution.Name}`)).toBe(true);
  });
});
