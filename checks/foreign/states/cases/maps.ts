import { catching, caught, echo, machine, map, parallel, pass, retrying, task, tokenTask } from '../build.ts';
import { type Case, FunctionFailure, type Stub } from '../case.ts';
import {
  evaluationThrewInIteration,
  evaluationToldTwice,
  itemSelectorInIteration,
  itemSelectorNotGuarded,
  siblingsNotAborted,
  stopWhileTokenWaits,
} from '../differences.ts';

const one = (state: object = pass()) => machine({ One: state });
const each = (fields: object = {}, state?: object) => machine({ Each: map(one(state), fields), ...('Catch' in fields && caught) });
/** Fails for the item 'bad'. */
const picky: Stub = (event) => {
  if (event === 'bad') throw new FunctionFailure('Bad');
  return event;
};

/** Map states: items, selectors, contexts, failures; one iteration after the other unless it is about running side by side. */
export const maps: readonly Case[] = [
  { name: 'a Map over its input', definition: each(), input: ['a', 'b'] },
  { name: 'a Map over Items', definition: each({ Items: '{% $states.input.list %}' }), input: { list: [3, 1, 2] } },
  { name: 'a Map over literal Items', definition: each({ Items: [1, { two: '{% 1 + 1 %}' }] }) },
  { name: 'a Map over no items', definition: each({ Items: '{% $states.input %}', Output: '{% $count($states.result) %}' }), input: [] },
  { name: 'a Map over no items without Output', definition: each({}), input: [] },
  {
    name: 'a Map with an ItemSelector and the Map context',
    definition: each({
      Items: ['x', 'y'],
      ItemSelector: {
        all: '{% $states.input.id %}',
        at: '{% $states.context.Map.Item.Index %}',
        value: '{% $states.context.Map.Item.Value %}',
      },
    }),
    input: { id: 5 },
  },
  {
    name: 'the Map context within an iteration',
    definition: each({}, pass({ Output: '{% $states.context.Map.Item.Index & ":" & $states.context.Map.Item.Value %}' })),
    input: ['a', 'b'],
  },
  { name: 'a Map of Tasks', definition: each({}, task()), input: [1, 2, 3], functions: { worker: echo } },
  { name: 'a Map of Tasks side by side', definition: each({ MaxConcurrency: 3 }, task()), input: [1, 2, 3], functions: { worker: echo } },
  {
    name: 'a Map of Tasks without MaxConcurrency',
    definition: each({ MaxConcurrency: undefined }, task()),
    input: [1, 2, 3],
    functions: { worker: echo },
  },
  {
    name: 'a Map whose MaxConcurrency is an expression',
    definition: each({ MaxConcurrency: '{% $count($states.input) - 1 %}' }, task()),
    input: [1, 2],
    functions: { worker: echo },
  },
  {
    name: 'a Map selects from its results',
    definition: each({ Output: { kinds: '{% [$states.result.kind] %}' } }),
    input: [{ kind: 'a' }, { kind: 'b' }],
  },
  {
    name: 'a Map selects one kind from one result',
    definition: each({ Output: { kinds: '{% [$states.result.kind] %}' } }),
    input: [{ kind: 'a' }],
  },
  {
    name: 'a Map assigns from its results',
    definition: machine({
      Each: map(one(pass({ Output: '{% $states.input * 2 %}' })), {
        End: undefined,
        Assign: { sum: '{% $sum($states.result) %}' },
        Next: 'After',
      }),
      After: pass({ Output: '{% $sum %}' }),
    }),
    input: [1, 2],
  },
  {
    name: 'a Map within a Map',
    definition: machine({ Outer: map(machine({ Inner: map(one(pass({ Output: '{% $states.input * 10 %}' }))) })) }),
    input: [[1, 2], [3]],
  },
  {
    name: 'a Map of two states each',
    definition: machine({ Each: map(machine({ One: pass({ End: undefined, Next: 'Two' }), Two: task() })) }),
    input: [1, 2],
    functions: { worker: echo },
  },
  { name: 'a Map whose Items is an object', definition: each({ Items: '{% $states.input %}' }), input: { only: 1 } },
  { name: 'a Map whose Items is a number', definition: each({ Items: '{% $states.input %}' }), input: 1 },
  {
    name: 'a Map whose Items give nothing',
    difference: evaluationToldTwice,
    definition: each({ Items: '{% $states.input.absent %}' }),
    input: {},
  },
  { name: 'a Map whose input is no list', definition: each(), input: { a: 1 } },
  {
    name: 'a Map fails with its first iteration that fails',
    definition: each({}, task()),
    input: ['good', 'bad', 'never'],
    functions: { worker: picky },
  },
  { name: 'a Map is caught', definition: each(catching('States.ALL'), task()), input: ['bad'], functions: { worker: picky } },
  {
    name: 'a Map is caught by the name of its iteration',
    definition: each(catching('Bad'), task()),
    input: ['bad'],
    functions: { worker: picky },
  },
  {
    name: 'a failure is caught within an iteration',
    definition: machine({ Each: map(machine({ Do: task(catching('Bad')), ...caught })) }),
    input: ['good', 'bad'],
    functions: { worker: picky },
  },
  {
    name: 'a Task within an iteration is retried',
    definition: each({}, task(retrying({ ErrorEquals: ['Once'] }))),
    input: ['a'],
    functions: {
      worker: (event, call) => {
        if (call === 0) throw new FunctionFailure('Once');
        return event;
      },
    },
  },
  {
    name: 'a Map is started again as a whole by Retry',
    definition: each(retrying({ ErrorEquals: ['Once'] }), task()),
    input: ['a', 'b'],
    functions: {
      worker: (event, call) => {
        if (call === 1) throw new FunctionFailure('Once');
        return event;
      },
    },
  },
  { name: 'a Fail within an iteration', definition: each({}, { Type: 'Fail', Error: 'Inner', Cause: 'inside' }), input: [1] },
  {
    name: 'an ItemSelector that gives nothing',
    difference: itemSelectorInIteration,
    definition: each({ ItemSelector: { x: '{% $states.input[0].absent %}' } }),
    input: [1],
  },
  {
    name: 'an ItemSelector that gives nothing is caught',
    difference: itemSelectorNotGuarded,
    definition: each({ ItemSelector: { x: '{% $states.input[0].absent %}' }, ...catching('States.QueryEvaluationError') }),
    input: [1],
  },
  {
    name: 'an expression fails within an iteration',
    difference: evaluationThrewInIteration,
    definition: each({}, pass({ Output: '{% $states.input.absent %}' })),
    input: [1],
  },
  { name: 'the Output of a Map gives nothing', definition: each({ Output: '{% $states.result[0].absent %}' }), input: [1] },
  {
    name: 'a Map of tokens, answered in turn',
    definition: each({ MaxConcurrency: undefined, Output: '{% [$states.result.kind] %}' }, tokenTask()),
    input: [1, 2],
    functions: { worker: () => 'kept' },
    act: async (hand) => {
      await hand.reached('TaskSubmitted', 2);
      await hand.succeed(await hand.token(0), '{"kind":"a"}');
      await hand.succeed(await hand.token(1), '{"kind":"a"}');
    },
  },
  {
    name: 'a Map of tokens, one refused by its failure',
    difference: siblingsNotAborted,
    definition: each({ MaxConcurrency: undefined }, tokenTask()),
    input: [1, 1],
    functions: { worker: () => 'kept' },
    act: async (hand) => {
      await hand.reached('TaskSubmitted', 2);
      await hand.fail(await hand.token(0), 'Refused', 'no');
    },
  },
  {
    name: 'a Map of tokens is stopped',
    difference: stopWhileTokenWaits,
    // Moto waits that long for the token all the same.
    definition: each({ MaxConcurrency: undefined }, tokenTask({ TimeoutSeconds: 20 })),
    input: [1],
    functions: { worker: () => 'kept' },
    act: async (hand) => {
      await hand.reached('TaskSubmitted');
      await hand.stop();
    },
  },
  {
    name: 'a Parallel within a Map',
    definition: machine({ Each: map(machine({ Both: parallel([machine({ A: pass() }), machine({ B: pass({ Output: 'b' }) })]) })) }),
    input: [1, 2],
  },
];
