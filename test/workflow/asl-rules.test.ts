import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOf, statesOf } from './asl-rules.ts';

const folder = join(import.meta.dirname, '../../state-machines');
const files = readdirSync(folder).filter((name) => name.endsWith('.asl.json'));
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');
const readme = textOf('README.md');

it('there is a state machine to hold to the rules', () => {
  expect(files).toContain('approval.asl.json');
});

describe.each(files)('%s', (file) => {
  it('keeps the rules of the house', () => {
    expect(faultsOf(JSON.parse(textOf(file)))).toEqual([]);
  });

  it('stands in the README with its placeholders', () => {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${file}\``)) ?? '';
    const placeholders = new Set([...textOf(file).matchAll(/\$\{\w+\}/g)].map(([placeholder]) => placeholder));
    expect(new Set([...row.matchAll(/\$\{\w+\}/g)].map(([placeholder]) => placeholder))).toEqual(placeholders);
  });

  it('names only placeholders as functions', () => {
    const functions = statesOf(JSON.parse(textOf(file))).flatMap(({ state }) =>
      state['Type'] === 'Task' ? [JSON.stringify(state['Arguments'])] : [],
    );
    for (const named of functions) expect(named).toMatch(/"FunctionName":"\$\{\w+\}"/);
  });
});

/** A machine that keeps all rules, to break one at a time. */
const kept = () => ({
  Comment: 'Input: {}. Output: {}.',
  QueryLanguage: 'JSONata',
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Comment: 'Input: {}. Output: {}.',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: '${Ask}', Payload: '{% $states.input %}' },
      TimeoutSeconds: 10,
      Retry: [{ ErrorEquals: ['Lambda.ServiceException', 'States.TaskFailed'], JitterStrategy: 'FULL' }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
      Next: 'Is it good?',
    },
    'Is it good?': {
      Type: 'Choice',
      Comment: 'Input: {kind}. Output: the same.',
      Choices: [{ Condition: "{% $states.input.kind = 'good' %}", Next: 'Each' }],
      Default: 'Failed',
    },
    Each: {
      Type: 'Map',
      Comment: 'Input: {}. Output: {}.',
      MaxConcurrency: 2,
      ItemProcessor: { StartAt: 'Inside', States: { Inside: { Type: 'Pass', Comment: 'Input: {}. Output: {}.', End: true } } },
      End: true,
    },
    Failed: { Type: 'Fail', Comment: 'Input: {Error}.' },
  },
});

describe('the rules', () => {
  it('hold for a machine that keeps them', () => {
    expect(faultsOf(kept())).toEqual([]);
  });

  type Machine = ReturnType<typeof kept>;
  const without = (state: object, field: string) => void Reflect.deleteProperty(state, field);
  const set = (state: object, field: string, value: unknown) => void Reflect.set(state, field, value);

  it.each<[string, (machine: Machine) => void, string]>([
    ['another query language', (m) => set(m, 'QueryLanguage', 'JSONPath'), 'not in JSONata'],
    ['a machine without input and output', (m) => set(m, 'Comment', 'Approves.'), 'the machine says no input'],
    ['a state without input and output', (m) => without(m.States.Ask, 'Comment'), 'Ask says no input'],
    [
      'a state inside a Map without input and output',
      (m) => without(m.States.Each.ItemProcessor.States.Inside, 'Comment'),
      'Inside says no input',
    ],
    ['a state in JSONPath', (m) => set(m.States.Ask, 'QueryLanguage', 'JSONPath'), 'Ask has another QueryLanguage'],
    ['a JSONPath field', (m) => set(m.States.Ask, 'ResultPath', '$.x'), 'JSONPath field ResultPath'],
    ['a Task without a time limit', (m) => without(m.States.Ask, 'TimeoutSeconds'), 'no TimeoutSeconds'],
    ['a Task without retries', (m) => set(m.States.Ask, 'Retry', []), 'no Retry'],
    [
      'a Task that retries transient errors of Lambda only',
      (m) => set(m.States.Ask.Retry[0] ?? {}, 'ErrorEquals', ['Lambda.ServiceException']),
      'gives up at the first error',
    ],
    ['a retry without jitter', (m) => without(m.States.Ask.Retry[0] ?? {}, 'JitterStrategy'), 'without jitter'],
    ['a Task without a catcher', (m) => without(m.States.Ask, 'Catch'), 'does not catch'],
    ['a catcher of one error only', (m) => set(m.States.Ask.Catch[0] ?? {}, 'ErrorEquals', ['Custom']), 'does not catch'],
    ['a Map without a bound', (m) => without(m.States.Each, 'MaxConcurrency'), 'no MaxConcurrency'],
    [
      'a Condition on a number',
      (m) => set(m.States['Is it good?'].Choices[0] ?? {}, 'Condition', '{% $states.input.amount > 3 %}'),
      'compares no kind',
    ],
    [
      'a Condition without a comparison',
      (m) => set(m.States['Is it good?'].Choices[0] ?? {}, 'Condition', '{% $states.input.kind %}'),
      'compares no kind',
    ],
    [
      'an expression of 101 characters',
      (m) => set(m.States.Ask.Arguments, 'Payload', `{% $states.input.${'x'.repeat(101 - '$states.input.'.length)} %}`),
      'longer than 100',
    ],
    ['an expression that cannot be parsed', (m) => set(m.States.Ask.Arguments, 'Payload', '{% $states. %}'), 'cannot be parsed'],
    ['arithmetic', (m) => set(m.States.Ask.Arguments, 'Payload', '{% $states.input.a + 1 %}'), 'it uses +'],
    [
      'a condition inside an expression',
      (m) => set(m.States.Ask.Arguments, 'Payload', '{% $states.input.a ? 1 : 2 %}'),
      'it is a condition',
    ],
    ['a call that computes', (m) => set(m.States.Ask.Arguments, 'Payload', '{% $sum($states.input.a) %}'), 'it calls $sum'],
    [
      'a function of its own',
      (m) => set(m.States.Ask.Arguments, 'Payload', '{% $map($states.input, function($x) { $x }) %}'),
      'it calls $map',
    ],
    ["a function's ARN", (m) => set(m.States.Ask.Arguments, 'FunctionName', 'arn:aws:lambda:x:1:function:f'), 'an ARN stands in the file'],
  ])('refuse %s', (_, plant, fault) => {
    const machine = kept();
    plant(machine);
    expect(faultsOf(machine).join('\n')).toContain(fault);
  });
});
