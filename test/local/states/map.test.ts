import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, FunctionError, machine, openBench, task, tokenTask, until } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({
    worker: (event) => {
      if (event === 'bad') throw new FunctionError('Bad');
      return event;
    },
  });
});
afterAll(() => bench.close());

const map = (fields: object, state: object = { Type: 'Pass', End: true }) =>
  machine({ Each: { Type: 'Map', ItemProcessor: machine({ One: state }), End: true, ...fields } });

describe('a Map state', () => {
  it('runs its processor for each item and keeps their order', async () => {
    const { result } = await bench.run(map({ Items: '{% $states.input.list %}' }, task()), { list: [3, 1, 2] });
    expect(result).toEqual([3, 1, 2]);
  });

  it('takes its input as items when there is no Items field', async () => {
    expect((await bench.run(map({}), ['a', 'b'])).result).toEqual(['a', 'b']);
  });

  it('builds the input of each iteration with ItemSelector and the Map context', async () => {
    const { result } = await bench.run(
      map({
        Items: ['x', 'y'],
        ItemSelector: {
          all: '{% $states.input.id %}',
          at: '{% $states.context.Map.Item.Index %}',
          value: '{% $states.context.Map.Item.Value %}',
        },
      }),
      { id: 5 },
    );
    expect(result).toEqual([
      { all: 5, at: 0, value: 'x' },
      { all: 5, at: 1, value: 'y' },
    ]);
  });

  it('offers the Map context within an iteration, the innermost Map first', async () => {
    const inner = {
      Type: 'Map',
      Items: [10, 20],
      ItemProcessor: machine({
        Inner: { Type: 'Pass', Output: '{% $states.context.Map.Item.Index & ":" & $states.context.Map.Item.Value %}', End: true },
      }),
      End: true,
    };
    expect((await bench.run(map({ Items: ['a', 'b'] }, inner))).result).toEqual([
      ['0:10', '1:20'],
      ['0:10', '1:20'],
    ]);
  });

  it('succeeds with nothing for no items', async () => {
    bench.deploy(map({ Items: '{% $states.input %}', Output: '{% $count($states.result) %}' }));
    const arn = await bench.start([]);
    expect((await bench.ended(arn)).output).toBe('0');
    expect(await bench.eventTypes(arn)).toEqual([
      'ExecutionStarted',
      'MapStateEntered',
      'MapStateStarted',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('selects from the results in Output', async () => {
    const { result } = await bench.run(map({ Items: [{ kind: 'a' }, { kind: 'b' }], Output: { kinds: '{% [$states.result.kind] %}' } }));
    expect(result).toEqual({ kinds: ['a', 'b'] });
  });

  it.each([
    ['an object', { only: 1 }],
    ['a number', 1],
  ])('fails when Items gives %s', async (_name, value) => {
    bench.deploy(map({ Items: '{% $states.input.value %}' }));
    const arn = await bench.start({ value });
    expect((await bench.ended(arn)).error).toBe('States.QueryEvaluationError');
    expect((await bench.eventTypes(arn)).slice(1)).toEqual(['MapStateEntered', 'EvaluationFailed', 'MapStateFailed', 'ExecutionFailed']);
  });

  it('fails with the error of the first iteration that fails, and stops the others', async () => {
    bench.deploy(map({ Items: ['good', 'bad'] }, tokenTask({ Arguments: '{% {"FunctionName": "worker", "Payload": $states.input} %}' })));
    const arn = await bench.start();
    const { error, cause } = await bench.ended(arn);
    expect(error).toBe('Bad');
    expect(JSON.parse(cause ?? '')).toEqual({ errorType: 'Bad', errorMessage: 'as told' });
    const types = await bench.eventTypes(arn);
    expect(types.slice(-6)).toEqual([
      'TaskFailed',
      'MapIterationFailed',
      'TaskStateAborted',
      'MapIterationAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('catches the failure of an iteration, and a failing ItemSelector', async () => {
    const caught = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }], Items: ['bad'] };
    const definition = (fields: object) => {
      const { States } = map({ ...caught, ...fields }, task());
      return machine({ ...States, Caught: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true } });
    };
    expect((await bench.run(definition({}))).result).toBe('Bad');
    expect((await bench.run(definition({ ItemSelector: { x: '{% $states.input.nothing %}' } }))).result).toBe(
      'States.QueryEvaluationError',
    );
  });

  it('starts a failed Map again as a whole on Retry', async () => {
    const { States } = map(
      { Items: ['{% $states.context.State.RetryCount = 0 ? "bad" : "good" %}'], Retry: [{ ErrorEquals: ['Bad'], IntervalSeconds: 30 }] },
      task(),
    );
    bench.deploy(machine(States));
    const arn = await bench.start();
    await bench.reached(arn, 'MapIterationFailed');
    await bench.clock.advance(30_000);
    expect((await bench.ended(arn)).output).toBe('["good"]');
    const types = await bench.eventTypes(arn);
    expect(types.filter((type) => type === 'MapStateStarted')).toHaveLength(2);
    expect(types).not.toContain('MapStateFailed');
  });

  it('tells its failure once, when no attempt is left', async () => {
    bench.deploy(map({ Items: ['bad'], Retry: [{ ErrorEquals: ['Bad'], MaxAttempts: 1 }] }, task()));
    const arn = await bench.start();
    await bench.reached(arn, 'MapIterationFailed');
    await bench.clock.advance(1_000);
    expect((await bench.ended(arn)).error).toBe('Bad');
    expect((await bench.eventTypes(arn)).filter((type) => type === 'MapStateFailed' || type === 'MapIterationFailed')).toEqual([
      'MapIterationFailed',
      'MapIterationFailed',
      'MapStateFailed',
    ]);
  });

  it('runs no more than MaxConcurrency iterations at once', async () => {
    bench.deploy(map({ Items: '{% $range(1, 5, 1) %}', MaxConcurrency: '{% 2 %}' }, tokenTask({ Output: '{% $states.input %}' })));
    bench.calls.length = 0;
    const arn = await bench.start();
    for (let done = 0; done < 5; done += 1) {
      await bench.reached(arn, 'TaskSubmitted', Math.min(5, done + 2));
      expect(bench.calls).toHaveLength(Math.min(5, done + 2));
      await bench.sfn.send(new SendTaskSuccessCommand({ taskToken: tokenOf(bench.calls[done]), output: '0' }));
    }
    expect((await bench.ended(arn)).output).toBe('[1,2,3,4,5]');
  });

  it('runs at most 40 iterations at once when there is no MaxConcurrency, as AWS does', async () => {
    bench.deploy(map({ Items: '{% $range(1, 45, 1) %}' }, tokenTask()));
    bench.calls.length = 0;
    const arn = await bench.start();
    await bench.reached(arn, 'TaskSubmitted', 40);
    expect(bench.calls).toHaveLength(40);
    for (let done = 0; done < 45; done += 1) {
      await until(() => bench.calls[done]);
      await bench.sfn.send(new SendTaskSuccessCommand({ taskToken: tokenOf(bench.calls[done]), output: '0' }));
    }
    expect((await bench.ended(arn)).status).toBe('SUCCEEDED');
  });

  it('takes a thousand items without growing slow', async () => {
    const began = performance.now();
    const { result } = await bench.run(map({ Items: '{% $range(1, 1000, 1) %}' }));
    expect(result).toHaveLength(1000);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

const tokenOf = (event: unknown): string => (typeof event === 'object' && event !== null && 'token' in event ? String(event.token) : '');
