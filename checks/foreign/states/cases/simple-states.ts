import { machine, pass } from '../build.ts';
import type { Case } from '../case.ts';
import { evaluationThrew, negativeWait, noChoiceMatched } from '../differences.ts';

const choice = (fields: object = {}) =>
  machine({
    Which: {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $states.input.kind = 'a' %}", Next: 'First', Output: 'by rule a', Assign: { way: 'a' } },
        { Condition: "{% $states.input.kind = 'b' %}", Next: 'Second' },
      ],
      ...fields,
    },
    First: pass({ Output: { was: '{% $states.input %}', way: '{% $way %}' } }),
    Second: pass({ Output: { second: '{% $states.input %}' } }),
  });

const order = {
  id: 'o-1',
  lines: [
    { sku: 'a', price: 2.5, count: 2 },
    { sku: 'b', price: 1, count: 5 },
  ],
  note: null,
};

/** Pass, Choice, Wait, Succeed and Fail, without anything that can go wrong outside. */
export const simpleStates: readonly Case[] = [
  { name: 'a Pass hands its input on', definition: machine({ Only: pass() }), input: { a: [1, null, 'x'] } },
  { name: 'a Pass replaces its input by a literal', definition: machine({ Only: pass({ Output: { b: true, n: 1.5 } }) }), input: { a: 1 } },
  { name: 'a Pass whose output is a bare string', definition: machine({ Only: pass({ Output: 'plain' }) }) },
  { name: 'a Pass whose output is an empty list', definition: machine({ Only: pass({ Output: [] }) }) },
  {
    name: 'a Pass builds its output from expressions at every depth',
    definition: machine({
      Only: pass({
        Output: { list: ['{% $states.input.n + 1 %}', 'plain', { deep: '{% $states.input.n * 2 %}' }], yes: '{% $states.input.n = 1 %}' },
      }),
    }),
    input: { n: 1 },
  },
  {
    name: 'three Pass states one after the other',
    definition: machine({
      One: pass({ End: undefined, Output: '{% $states.input & "1" %}', Next: 'Two' }),
      Two: pass({ End: undefined, Output: '{% $states.input & "2" %}', Next: 'Three' }),
      Three: pass({ Output: '{% $states.input & "3" %}' }),
    }),
    input: 'x',
  },
  { name: 'a Choice takes the first rule that holds', definition: choice(), input: { kind: 'a' } },
  { name: 'a Choice rule without Output hands the input on', definition: choice(), input: { kind: 'b' } },
  {
    name: 'a Choice takes its Default with its own Output and Assign',
    definition: choice({ Default: 'First', Output: 'by default', Assign: { way: 'none' } }),
    input: { kind: 'x' },
  },
  { name: 'a Choice where no rule holds', difference: noChoiceMatched, definition: choice(), input: { kind: 'x' } },
  {
    name: 'a Choice between numbers, and, or and in',
    definition: machine({
      Ask: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.n > 10 and $states.input.n < 20 %}', Next: 'Teen' },
          { Condition: "{% $states.input.k in ['x', 'y'] or $states.input.n = 7 %}", Next: 'Named' },
        ],
        Default: 'Other',
      },
      Teen: { Type: 'Succeed', Output: 'teen' },
      Named: { Type: 'Succeed', Output: 'named' },
      Other: { Type: 'Succeed', Output: 'other' },
    }),
    input: { n: 7, k: 'z' },
  },
  {
    name: 'a Choice on what exists',
    definition: machine({
      Ask: { Type: 'Choice', Choices: [{ Condition: '{% $exists($states.input.absent) %}', Next: 'Yes' }], Default: 'No' },
      Yes: { Type: 'Succeed', Output: 'yes' },
      No: { Type: 'Succeed', Output: 'no' },
    }),
  },
  {
    name: 'a Choice with Condition true',
    definition: machine({
      Ask: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Yes' }], Default: 'No' },
      Yes: { Type: 'Succeed', Output: 'yes' },
      No: { Type: 'Succeed', Output: 'no' },
    }),
  },
  {
    name: 'a Choice whose Condition gives a number',
    difference: evaluationThrew,
    definition: machine({
      Ask: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.n %}', Next: 'Yes' }], Default: 'No' },
      Yes: { Type: 'Succeed', Output: 'yes' },
      No: { Type: 'Succeed', Output: 'no' },
    }),
    input: { n: 1 },
  },
  {
    name: 'a Choice whose Condition gives nothing',
    definition: machine({
      Ask: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.n %}', Next: 'Yes' }], Default: 'No' },
      Yes: { Type: 'Succeed', Output: 'yes' },
      No: { Type: 'Succeed', Output: 'no' },
    }),
  },
  { name: 'a Wait of one second', definition: machine({ Only: { Type: 'Wait', Seconds: 1, End: true } }), input: { a: 1 } },
  {
    name: 'a Wait by an expression, with Output',
    definition: machine({
      Only: { Type: 'Wait', Seconds: '{% $states.input.s %}', Output: { waited: '{% $states.input.s %}' }, End: true },
    }),
    input: { s: 1 },
  },
  { name: 'a Wait of no seconds', definition: machine({ Only: { Type: 'Wait', Seconds: 0, End: true } }) },
  {
    name: 'a Wait until a time that is past',
    definition: machine({ Only: { Type: 'Wait', Timestamp: '2001-01-01T00:00:00Z', End: true } }),
  },
  {
    name: 'a Wait until a time given by an expression',
    definition: machine({ Only: { Type: 'Wait', Timestamp: '{% $states.input.at %}', End: true } }),
    input: { at: '2001-01-01T00:00:00Z' },
  },
  {
    name: 'a Wait for a negative number of seconds',
    difference: negativeWait,
    definition: machine({ Only: { Type: 'Wait', Seconds: '{% -1 %}', End: true } }),
  },
  {
    name: 'a Wait for what is no number',
    difference: evaluationThrew,
    definition: machine({ Only: { Type: 'Wait', Seconds: "{% 'soon' %}", End: true } }),
  },
  {
    name: 'a Wait until what is no time',
    difference: evaluationThrew,
    definition: machine({ Only: { Type: 'Wait', Timestamp: "{% 'tomorrow' %}", End: true } }),
  },
  {
    name: 'a Wait that assigns',
    definition: machine({
      Wait: { Type: 'Wait', Seconds: 0, Assign: { w: '{% $states.input.a %}' }, Next: 'After' },
      After: pass({ Output: '{% $w %}' }),
    }),
    input: { a: 4 },
  },
  { name: 'a Succeed hands its input on', definition: machine({ Only: { Type: 'Succeed' } }), input: [1, 2] },
  {
    name: 'a Succeed with Output',
    definition: machine({ Only: { Type: 'Succeed', Output: { total: '{% $sum($states.input.lines.(price * count)) %}' } } }),
    input: order,
  },
  { name: 'a Fail with Error and Cause', definition: machine({ Only: { Type: 'Fail', Error: 'Mine', Cause: 'because' } }) },
  {
    name: 'a Fail whose Error and Cause are expressions',
    definition: machine({ Only: { Type: 'Fail', Error: '{% $states.input.e %}', Cause: '{% $string($states.input) %}' } }),
    input: { e: 'Told' },
  },
  { name: 'a Fail without a name', definition: machine({ Only: { Type: 'Fail' } }) },
  { name: 'a Fail with a Cause alone', definition: machine({ Only: { Type: 'Fail', Cause: 'only this' } }) },
  {
    name: 'a Fail whose Error gives nothing',
    definition: machine({ Only: { Type: 'Fail', Error: '{% $states.input.absent %}' } }),
  },
];
