import { echo, machine, map, parallel, pass, task } from '../build.ts';
import type { Case } from '../case.ts';
import { outputSeesNewVariables, textNotEscaped } from '../differences.ts';

const on = (fields: object) => pass({ End: undefined, ...fields });

/** Assign, and what reads what. */
export const variables: readonly Case[] = [
  {
    name: 'variables are read by all states that follow',
    definition: machine({
      One: on({ Assign: { n: '{% $states.input.n %}', word: 'x' }, Output: null, Next: 'Two' }),
      Two: on({ Next: 'Three' }),
      Three: pass({ Output: ['{% $n %}', '{% $word %}'] }),
    }),
    input: { n: 3 },
  },
  {
    name: 'Assign and Output of a state see the old values',
    difference: outputSeesNewVariables,
    definition: machine({
      One: on({ Assign: { a: 1, b: 2 }, Next: 'Swap' }),
      Swap: on({ Assign: { a: '{% $b %}', b: '{% $a %}' }, Output: { old: ['{% $a %}', '{% $b %}'] }, Next: 'Last' }),
      Last: pass({ Output: { old: '{% $states.input.old %}', now: ['{% $a %}', '{% $b %}'] } }),
    }),
  },
  {
    name: 'a variable is not there before it is assigned',
    difference: outputSeesNewVariables,
    definition: machine({ One: on({ Output: '{% $exists($later) %}', Assign: { later: 1 }, Next: 'Two' }), Two: pass() }),
  },
  {
    name: 'a variable holds null, an object and a list',
    definition: machine({
      One: on({ Assign: { nothing: null, thing: { a: [1] }, list: [1, 'x'] }, Next: 'Two' }),
      Two: pass({ Output: '{% [$nothing = null, $thing.a, $list[1]] %}' }),
    }),
  },
  {
    name: 'a variable holds text with quotes and lines',
    difference: textNotEscaped,
    definition: machine({
      One: on({ Assign: { text: '{% $states.input.text %}' }, Next: 'Two' }),
      Two: pass({ Output: '{% $length($text) %}' }),
    }),
    input: { text: 'a "b"\n\\c' },
  },
  {
    name: 'a variable of the machine is read in a Map',
    definition: machine({
      One: on({ Assign: { factor: 3 }, Next: 'Each' }),
      Each: map(machine({ In: pass({ Output: '{% $states.input * $factor %}' }) })),
    }),
    input: [1, 2],
  },
  {
    name: 'variables of the machine are read at every depth',
    definition: machine({
      Begin: on({ Assign: { outer: 'o' }, Output: [1, 2], Next: 'Each' }),
      Each: map(
        machine({
          Middle: on({ Assign: { middle: '{% "m" & $states.input %}' }, Next: 'Deeper' }),
          Deeper: parallel([machine({ Deep: pass({ Output: '{% $outer & $middle & $states.input %}' }) })], {
            Output: '{% $states.result[0] %}',
          }),
        }),
      ),
    }),
  },
  {
    name: 'a variable of an iteration ends with it',
    definition: machine({
      Each: map(machine({ In: pass({ Assign: { hidden: 1 } }) }), { End: undefined, Next: 'After' }),
      After: pass({ Output: '{% $exists($hidden) %}' }),
    }),
    input: [1],
  },
  {
    name: 'each branch has variables of its own under one name',
    definition: machine({
      Both: parallel([
        machine({ A1: on({ Assign: { mine: 'a' }, Next: 'A2' }), A2: pass({ Output: '{% $mine %}' }) }),
        machine({ B1: on({ Assign: { mine: 'b' }, Next: 'B2' }), B2: pass({ Output: '{% $mine %}' }) }),
      ]),
    }),
  },
  {
    name: 'a Choice reads and assigns variables',
    definition: machine({
      One: on({ Assign: { n: 4 }, Next: 'Ask' }),
      Ask: { Type: 'Choice', Choices: [{ Condition: '{% $n > 3 %}', Assign: { n: '{% $n * 2 %}' }, Next: 'Yes' }], Default: 'Yes' },
      Yes: pass({ Output: '{% $n %}' }),
    }),
  },
  {
    name: 'a loop counted by a variable',
    definition: machine({
      Begin: on({ Assign: { n: 0 }, Next: 'Add' }),
      Add: on({ Assign: { n: '{% $n + 1 %}' }, Next: 'Enough' }),
      Enough: { Type: 'Choice', Choices: [{ Condition: '{% $n < 5 %}', Next: 'Add' }], Default: 'Done' },
      Done: { Type: 'Succeed', Output: '{% $n %}' },
    }),
  },
  {
    name: 'a loop that consumes a list',
    definition: machine({
      Next: task({
        End: undefined,
        Arguments: { FunctionName: '${worker}', Payload: '{% $states.input.left[0] %}' },
        Output: {
          left: '{% [$states.input.left[[1..$count($states.input.left)]]] %}',
          done: '{% $append($states.input.done, $states.result.Payload) %}',
        },
        Next: 'More',
      }),
      More: { Type: 'Choice', Choices: [{ Condition: '{% $count($states.input.left) > 0 %}', Next: 'Next' }], Default: 'Done' },
      Done: { Type: 'Succeed' },
    }),
    input: { left: [1, 2, 3], done: [] },
    functions: { worker: echo },
  },
  {
    name: 'an Assign that gives nothing',
    definition: machine({ Only: pass({ Assign: { n: '{% $states.input.absent %}' } }) }),
  },
  {
    name: 'a variable is read that was never assigned',
    definition: machine({ Only: pass({ Output: '{% $never %}' }) }),
  },
];
