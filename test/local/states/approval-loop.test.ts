import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, FUNCTION, machine, openBench, task, tokenTask } from './bench.ts';

/** A loop as the product has it: the tasks of a stage in parallel, one question, the next stage or the conclusion. */
const approval = machine({
  'Open stage': {
    Type: 'Map',
    Items: '{% $states.input.stages[0].tasks %}',
    ItemProcessor: machine({
      'Await answer': tokenTask({
        Arguments: { FunctionName: FUNCTION, Payload: { task: '{% $states.input %}', token: '{% $states.context.Task.Token %}' } },
        TimeoutSeconds: 90 * 86_400,
        Output: '{% $states.result.kind %}',
      }),
    }),
    Assign: { kinds: '{% $append($exists($kinds) ? $kinds : [], $states.result) %}', stages: '{% $exists($stages) ? $stages + 1 : 1 %}' },
    Output: {
      refused: '{% "refused" in $states.result %}',
      stages: '{% [$filter($states.input.stages, function($stage, $n) { $n > 0 })] %}',
    },
    Next: 'Outcome',
  },
  Outcome: {
    Type: 'Choice',
    Choices: [
      { Condition: '{% $states.input.refused %}', Next: 'Conclude' },
      { Condition: '{% $count($states.input.stages) > 0 %}', Next: 'Open stage' },
    ],
    Default: 'Conclude',
  },
  Conclude: task({ Arguments: { FunctionName: FUNCTION, Payload: { kinds: '{% $kinds %}', stages: '{% $stages %}' } } }),
});

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  bench.deploy(approval);
});
afterAll(() => bench.close());

const answer = (event: unknown, kind: string) => {
  const taskToken = typeof event === 'object' && event !== null && 'token' in event ? String(event.token) : '';
  return bench.sfn.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ kind }) }));
};

const decide = async (stages: readonly { tasks: readonly string[] }[], kinds: Readonly<Record<string, string>>) => {
  const before = bench.states.counters().stateTransitions;
  const arn = await bench.start({ stages });
  let submitted = 0;
  for (const { tasks } of stages) {
    submitted += tasks.length;
    await bench.reached(arn, 'TaskSubmitted', submitted);
    await bench.clock.advance(14 * 86_400_000);
    const open = bench.calls.slice(-tasks.length);
    for (const [index, name] of tasks.entries()) await answer(open[index], kinds[name] ?? 'agreed');
    if (tasks.some((name) => kinds[name] === 'refused')) break;
  }
  const { output } = await bench.ended(arn);
  return { arn, result: JSON.parse(output ?? 'null'), transitions: bench.states.counters().stateTransitions - before };
};

describe('the approval loop', () => {
  it('takes 7 transitions for one stage of three', async () => {
    const { result, transitions } = await decide([{ tasks: ['land', 'commune', 'police'] }], { commune: 'objected' });
    expect(result).toEqual({ kinds: ['agreed', 'objected', 'agreed'], stages: 1 });
    expect(transitions).toBe(7);
  });

  it('takes 10 with the competent agency after it', async () => {
    const { result, transitions } = await decide([{ tasks: ['land', 'commune', 'police'] }, { tasks: ['competent'] }], {});
    expect(result).toEqual({ kinds: ['agreed', 'agreed', 'agreed', 'agreed'], stages: 2 });
    expect(transitions).toBe(10);
  });

  it('concludes at once when the competent agency refuses', async () => {
    const { result } = await decide([{ tasks: ['competent'] }, { tasks: ['land'] }], { competent: 'refused' });
    expect(result).toEqual({ kinds: ['refused'], stages: 1 });
  });

  it('goes through fifty stages', async () => {
    const { result, transitions } = await decide(
      Array.from({ length: 50 }, () => ({ tasks: ['a', 'b'] })),
      {},
    );
    expect(result.kinds).toHaveLength(100);
    expect(transitions).toBe(2 + 50 * 4);
  });
});
