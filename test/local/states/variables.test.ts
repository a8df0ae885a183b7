import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, machine, openBench, task } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const pass = (fields: object) => ({ Type: 'Pass', ...fields });

describe('variables', () => {
  it('assigned by a state are read by all that follow', async () => {
    const { result } = await bench.run(
      machine({
        One: pass({ Assign: { n: '{% $states.input.n %}', word: 'x' }, Output: null, Next: 'Two' }),
        Two: pass({ Next: 'Three' }),
        Three: pass({ Output: ['{% $n %}', '{% $word %}'], End: true }),
      }),
      { n: 3 },
    );
    expect(result).toEqual([3, 'x']);
  });

  it('have their old values in Assign and Output of the state that assigns them', async () => {
    const { result } = await bench.run(
      machine({
        One: pass({ Assign: { a: 1, b: 2 }, Next: 'Swap' }),
        Swap: pass({ Assign: { a: '{% $b %}', b: '{% $a %}' }, Output: { old: ['{% $a %}', '{% $b %}'] }, Next: 'End' }),
        End: pass({ Output: { old: '{% $states.input.old %}', now: ['{% $a %}', '{% $b %}'] }, End: true }),
      }),
    );
    expect(result).toEqual({ old: [1, 2], now: [2, 1] });
  });

  it('of outer flows are read in Map and Parallel, at every depth', async () => {
    const deepest = machine({ Deep: pass({ Output: '{% $outer & $middle & $states.input %}', End: true }) });
    const middle = machine({
      Middle: pass({ Assign: { middle: '{% "m" & $states.input %}' }, Next: 'Deeper' }),
      Deeper: { Type: 'Parallel', Branches: [deepest], Output: '{% $states.result[0] %}', End: true },
    });
    const { result } = await bench.run(
      machine({
        Begin: pass({ Assign: { outer: 'o' }, Output: [1, 2], Next: 'Each' }),
        Each: { Type: 'Map', ItemProcessor: middle, End: true },
      }),
    );
    expect(result).toEqual(['om11', 'om22']);
  });

  it('of an inner flow end with it; a Map or Parallel assigns from its result', async () => {
    const inner = machine({ In: pass({ Assign: { hidden: 1 }, Output: '{% $states.input * 2 %}', End: true }) });
    const { result, error } = await bench.run(
      machine({
        Each: { Type: 'Map', ItemProcessor: inner, Assign: { sum: '{% $sum($states.result) %}' }, Next: 'After' },
        After: pass({ Output: { sum: '{% $sum %}', hidden: '{% $exists($hidden) %}' }, End: true }),
      }),
      [1, 2],
    );
    expect({ error, result }).toEqual({ error: undefined, result: { sum: 6, hidden: false } });
  });

  it('appear in the event of the state that assigned them', async () => {
    bench.deploy(machine({ One: task({ Assign: { got: '{% $states.result.Payload.a %}' } }) }));
    const arn = await bench.start({ a: { b: 1 } });
    await bench.ended(arn);
    const exited = (await bench.history(arn)).find(({ type }) => type === 'TaskStateExited');
    expect(exited?.stateExitedEventDetails?.assignedVariables).toEqual({ got: '{"b":1}' });
  });

  it('drive a loop', async () => {
    const { result } = await bench.run(
      machine({
        Begin: pass({ Assign: { n: 0 }, Next: 'Add' }),
        Add: pass({ Assign: { n: '{% $n + 1 %}' }, Next: 'Enough?' }),
        'Enough?': { Type: 'Choice', Choices: [{ Condition: '{% $n < 300 %}', Next: 'Add' }], Default: 'Done' },
        Done: { Type: 'Succeed', Output: '{% $n %}' },
      }),
    );
    expect(result).toBe(300);
  });

  it('end an execution that never stops, before its history grows past 25,000 events', async () => {
    bench.deploy(machine({ Round: pass({ Next: 'Again' }), Again: pass({ Next: 'Round' }), ...{} }));
    const { status, error, cause } = await bench.ended(await bench.start());
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.Runtime' });
    expect(cause).toContain('25000');
  });
});
