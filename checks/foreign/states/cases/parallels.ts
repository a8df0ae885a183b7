import { catching, caught, echo, machine, map, parallel, pass, retrying, task, tokenTask } from '../build.ts';
import { type Case, FunctionFailure, type Stub } from '../case.ts';
import { siblingsNotAborted, stoppedParallelSucceeds } from '../differences.ts';

const branch = (name: string, state: object = pass()) => machine({ [name]: state });
const both = (a: object, b: object, fields: object = {}) =>
  machine({ Both: parallel([branch('A', a), branch('B', b)], fields), ...('Catch' in fields && caught) });
const failsOnce: Stub = (event, call) => {
  if (call === 0) throw new FunctionFailure('Once');
  return event;
};

/** Parallel states. */
export const parallels: readonly Case[] = [
  { name: 'a Parallel hands its input to each branch', definition: both(pass(), pass()), input: { n: 1 } },
  {
    name: 'a Parallel keeps the order of its branches',
    definition: both({ Type: 'Wait', Seconds: 1, Output: 'slow', End: true }, pass({ Output: 'fast' })),
  },
  { name: 'a Parallel of one branch', definition: machine({ Both: parallel([branch('A')]) }), input: 1 },
  {
    name: 'a Parallel with Arguments',
    definition: both(pass(), pass({ Output: '{% $states.input.n + 1 %}' }), { Arguments: { n: '{% $states.input.m %}' } }),
    input: { m: 4 },
  },
  {
    name: 'a Parallel with Output',
    definition: both(pass(), pass({ Output: 2 }), { Output: { all: '{% $states.result %}', was: '{% $states.input %}' } }),
    input: 1,
  },
  {
    name: 'a Parallel that assigns',
    definition: machine({
      Both: parallel([branch('A', pass({ Output: 1 })), branch('B', pass({ Output: 2 }))], {
        End: undefined,
        Assign: { sum: '{% $sum($states.result) %}' },
        Next: 'After',
      }),
      After: pass({ Output: '{% $sum %}' }),
    }),
  },
  { name: 'a Parallel of Tasks', definition: both(task(), task()), input: { a: 1 }, functions: { worker: echo } },
  {
    name: 'a branch of a Parallel fails while the other waits',
    difference: siblingsNotAborted,
    definition: both({ Type: 'Wait', Seconds: 20, End: true }, { Type: 'Fail', Error: 'Branch' }),
  },
  {
    name: 'a branch of a Parallel fails and that is caught',
    difference: siblingsNotAborted,
    definition: both({ Type: 'Wait', Seconds: 20, End: true }, { Type: 'Fail', Error: 'Branch' }, catching('Branch')),
  },
  {
    name: 'a branch fails when the other is done',
    definition: both(pass(), task(), catching('States.ALL')),
    functions: {
      worker: async () => {
        await new Promise((resolve) => setTimeout(resolve, 600));
        throw new FunctionFailure('Late');
      },
    },
  },
  {
    name: 'a Parallel is started again by Retry',
    definition: machine({ Both: parallel([branch('A', task())], retrying({ ErrorEquals: ['Once'] })) }),
    input: 3,
    functions: { worker: failsOnce },
  },
  {
    name: 'a Parallel gives up and is caught',
    definition: machine({
      Both: parallel([branch('A', { Type: 'Fail', Error: 'Always' })], {
        ...retrying({ ErrorEquals: ['Always'], MaxAttempts: 1 }),
        ...catching('Always'),
      }),
      ...caught,
    }),
  },
  {
    name: 'a branch catches its own failure',
    definition: machine({ Both: parallel([machine({ A: task(catching('Once')), ...caught })]) }),
    functions: { worker: failsOnce },
  },
  { name: 'the Arguments of a Parallel give nothing', definition: both(pass(), pass(), { Arguments: '{% $states.input.absent %}' }) },
  { name: 'the Output of a Parallel gives nothing', definition: both(pass(), pass(), { Output: '{% $states.result.absent %}' }), input: 1 },
  {
    name: 'a Parallel within a Parallel',
    definition: machine({
      Outer: parallel([branch('Inner', parallel([branch('C', pass({ Output: 'c' })), branch('D', pass({ Output: 'd' }))])), branch('E')]),
    }),
    input: 1,
  },
  {
    name: 'a Map within a Parallel',
    definition: machine({ Both: parallel([branch('Each', map(machine({ One: pass({ Output: '{% $states.input + 1 %}' }) })))]) }),
    input: [1, 2],
  },
  {
    name: 'two branches wait for tokens',
    definition: both(tokenTask(), tokenTask()),
    functions: { worker: () => 'kept' },
    act: async (hand) => {
      await hand.reached('TaskSubmitted', 2);
      await hand.succeed(await hand.token(1), '1');
      await hand.succeed(await hand.token(0), '1');
    },
  },
  {
    name: 'a Parallel that waits is stopped',
    difference: stoppedParallelSucceeds,
    definition: both({ Type: 'Wait', Seconds: 20, End: true }, pass()),
    act: async (hand) => {
      await hand.reached('PassStateExited');
      await hand.stop('Enough');
    },
  },
];
