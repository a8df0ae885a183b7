import { describe, expect, it } from 'vitest';
import { compileMachine } from '../../../local/states/compile-machine.ts';
import { refuseInvalid } from '../../../local/states/deployed-machines.ts';
import { machine, task } from './bench.ts';

const faultsOf = (definition: object) => compileMachine(JSON.stringify({ QueryLanguage: 'JSONata', ...definition })).faults;
const only = (state: object) => machine({ Only: state });
const end = { Type: 'Pass', End: true };

describe('a definition is refused for', () => {
  it.each<[string, object, string]>([
    ['JSONPath as its language', { ...only(end), QueryLanguage: 'JSONPath' }, 'machine: QueryLanguage'],
    ['no language (JSONPath is the default)', { ...only(end), QueryLanguage: undefined }, 'machine: QueryLanguage'],
    ['a JSONPath state', only({ ...end, QueryLanguage: 'JSONPath' }), 'Only: QueryLanguage'],
    ...['InputPath', 'OutputPath', 'Parameters', 'ResultPath', 'ResultSelector', 'Result'].map((field): [string, object, string] => [
      `the JSONPath field ${field}`,
      only({ ...end, [field]: '$' }),
      `Only: ${field}`,
    ]),
    ['an unknown version', { ...only(end), Version: '2.0' }, 'machine: Version'],
    ['an unknown field of the machine', { ...only(end), Extra: 1 }, 'machine: Extra'],
    ['an unknown field of a state', only({ ...end, Extra: 1 }), 'Only: Extra'],
    ['an unknown type', only({ Type: 'Loop', End: true }), 'Only: Type: Loop'],
    [
      'a resource that is not implemented',
      only(task({ Resource: 'arn:aws:states:::sqs:sendMessage' })),
      'Only: Resource: arn:aws:states:::sqs:sendMessage',
    ],
    ['a function ARN as resource', only(task({ Resource: 'arn:aws:lambda:ap-southeast-1:0:function:f' })), 'Only: Resource'],
    ['an activity', only(task({ Resource: 'arn:aws:states:ap-southeast-1:0:activity:a' })), 'Only: Resource'],
    ['an argument that is not implemented', only(task({ Arguments: { FunctionName: 'f', Qualifier: '1' } })), 'Only: Arguments/Qualifier'],
    ['no Arguments', only(task({ Arguments: undefined })), 'Only: Arguments'],
    ['Credentials', only(task({ Credentials: {} })), 'Only: Credentials'],
    ['a heartbeat not below the timeout', only(task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 })), 'Only: HeartbeatSeconds'],
    ['a timeout of 0', only(task({ TimeoutSeconds: 0 })), 'Only: TimeoutSeconds'],
    ['neither Next nor End', only({ Type: 'Pass' }), 'Only: Next'],
    ['both Next and End', only({ Type: 'Pass', Next: 'Only', End: true }), 'Only: Next'],
    ['a Next that does not exist', only({ Type: 'Pass', Next: 'Nowhere' }), 'Only: Next: there is no state Nowhere'],
    ['a start that does not exist', { StartAt: 'Nowhere', States: { Only: end } }, 'machine: StartAt'],
    ['a state that is never reached', machine({ Only: end, Island: end }), 'Island: state: is never reached'],
    ['no states', { StartAt: 'Only', States: {} }, 'machine: States'],
    ['a name that is too long', machine({ ['x'.repeat(81)]: end }), 'name: is longer'],
    ['a name used twice', only({ Type: 'Parallel', Branches: [only(end)], End: true }), 'Only: name: is used twice'],
    [
      'a Map of the distributed mode',
      only({ Type: 'Map', ItemProcessor: { ...machine({ One: end }), ProcessorConfig: { Mode: 'DISTRIBUTED' } }, End: true }),
      'Only: ItemProcessor/ProcessorConfig',
    ],
    ...['ItemReader', 'ItemBatcher', 'ResultWriter', 'ToleratedFailureCount', 'Label'].map((field): [string, object, string] => [
      `the Map field ${field}`,
      only({ Type: 'Map', ItemProcessor: machine({ One: end }), [field]: 1, End: true }),
      `Only: ${field}`,
    ]),
    ['a Map without a processor', only({ Type: 'Map', End: true }), 'Only: ItemProcessor'],
    ['a fault within a Map', only({ Type: 'Map', ItemProcessor: machine({ One: { Type: 'Pass' } }), End: true }), 'One: Next'],
    ['Items that can be no list', only({ Type: 'Map', Items: {}, ItemProcessor: machine({ One: end }), End: true }), 'Only: Items'],
    ['a Parallel without branches', only({ Type: 'Parallel', Branches: [], End: true }), 'Only: Branches'],
    ['a Choice without rules', only({ Type: 'Choice', Choices: [] }), 'Only: Choices'],
    [
      'a rule of JSONPath',
      machine({ Only: { Type: 'Choice', Choices: [{ Variable: '$.a', NumericEquals: 1, Next: 'Two' }] }, Two: end }),
      'Only: Choices[0]/Variable',
    ],
    [
      'a rule without a Condition',
      machine({ Only: { Type: 'Choice', Choices: [{ Next: 'Two' }] }, Two: end }),
      'Only: Choices[0]/Condition',
    ],
    ['a rule without Next', only({ Type: 'Choice', Choices: [{ Condition: true }] }), 'Only: Choices[0]/Next'],
    ['a Wait for both', only({ Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', End: true }), 'Only: Seconds'],
    ['a Wait for nothing', only({ Type: 'Wait', End: true }), 'Only: Seconds'],
    ['States.ALL beside other names', only(task({ Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] })), 'Only: Retry[0]/ErrorEquals'],
    [
      'States.ALL before the last entry',
      machine({
        Only: task({
          Catch: [
            { ErrorEquals: ['States.ALL'], Next: 'Two' },
            { ErrorEquals: ['A'], Next: 'Two' },
          ],
        }),
        Two: end,
      }),
      'Only: Catch[0]/ErrorEquals',
    ],
    ['a States name that does not exist', only(task({ Retry: [{ ErrorEquals: ['States.Sometimes'] }] })), 'States.Sometimes'],
    ['a Catch that leads nowhere', only(task({ Catch: [{ ErrorEquals: ['A'] }] })), 'Only: Catch[0]/Next'],
    ['an unknown field of a Retry', only(task({ Retry: [{ ErrorEquals: ['A'], Times: 3 }] })), 'Only: Retry[0]/Times'],
    ['a wrong jitter', only(task({ Retry: [{ ErrorEquals: ['A'], JitterStrategy: 'SOME' }] })), 'Only: Retry[0]/JitterStrategy'],
    [
      'a greatest delay not above the first',
      only(task({ Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 5, MaxDelaySeconds: 5 }] })),
      'Only: Retry[0]/MaxDelaySeconds',
    ],
    ['Retry on a state that has none', only({ ...end, Retry: [{ ErrorEquals: ['A'] }] }), 'Only: Retry'],
    ['invalid JSONata', only({ ...end, Output: '{% $states. %}' }), 'Only: Output: not valid JSONata'],
    ['JSONata newer than 2.0.6', only({ ...end, Output: '{% $states.input.a ?? 1 %}' }), 'Only: Output: not valid JSONata'],
    ['an expression with something before it', only({ ...end, Output: ' {% 1 %}' }), 'Only: Output: an expression must begin'],
    ['an expression that does not end', only({ ...end, Output: { a: ['{% 1'] } }), 'Only: Output/a[0]: an expression must begin'],
    ['$eval', only({ ...end, Output: `{% $eval('1') %}` }), 'Only: Output: $eval'],
    ['$$', only({ ...end, Output: '{% $$.a %}' }), 'Only: Output: $$'],
    ['$ at the root', only({ ...end, Output: '{% $.a %}' }), 'Only: Output: $ '],
    ['a bare name', only({ ...end, Output: '{% customer.name %}' }), 'Only: Output: the name customer'],
    ['a bare name in an argument', only({ ...end, Output: '{% $sum(prices) %}' }), 'the name prices'],
    ['$states.result where there is none', only({ ...end, Output: '{% $states.result %}' }), 'Only: Output: $states.result'],
    ['$states.errorOutput outside Catch', only(task({ Output: '{% $states.errorOutput.Error %}' })), 'Only: Output: $states.errorOutput'],
    [
      '$states.result in Arguments',
      only(task({ Arguments: { FunctionName: '{% $states.result %}' } })),
      'Only: Arguments/FunctionName: $states.result',
    ],
    ['an unknown part of $states', only({ ...end, Output: '{% $states.output %}' }), '$states.output does not exist'],
    ['assigning $states', only({ ...end, Assign: { states: 1 } }), 'Only: Assign/states'],
    ['a name that is none', only({ ...end, Assign: { 'a-b': 1 } }), 'Only: Assign/a-b'],
    [
      'assigning a variable of an outer flow',
      machine({
        First: { Type: 'Pass', Assign: { n: 1 }, Next: 'Each' },
        Each: { Type: 'Map', ItemProcessor: machine({ One: { ...end, Assign: { n: 2 } } }), End: true },
      }),
      'One: Assign/n: is a variable of an outer flow',
    ],
  ])('%s', (_what, definition, fault) => {
    expect(faultsOf(definition).join('\n')).toContain(fault);
  });

  it('text that is not JSON', () => {
    expect(compileMachine('{').faults).toEqual([expect.stringContaining('not JSON')]);
  });
});

describe('a refusal', () => {
  it('lists every fault of every machine at once', () => {
    const bad = (name: string) => ({
      arn: name,
      name,
      definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Pass' }, B: { Type: 'Nap' } } }),
    });
    const refuse = () => refuseInvalid([bad('one'), bad('two')]);
    for (const text of ['one: A: Next', 'one: B: Type: Nap', 'one: B: state: is never reached', 'two: A: Next', 'two: B: Type'])
      expect(refuse).toThrow(text);
  });

  it('is not given for what is allowed', () => {
    const allowed = machine({
      Start: {
        Type: 'Choice',
        Comment: 'c',
        Choices: [{ Condition: '{% $exists($states.input.a[b = "$$"].(c + $)) %}', Next: 'Do' }],
        Default: 'Do',
      },
      Do: task({
        QueryLanguage: 'JSONata',
        End: undefined,
        Next: 'Done',
        Retry: [{ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL', MaxDelaySeconds: 60 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
      }),
      Done: { Type: 'Succeed' },
    });
    expect(faultsOf({ ...allowed, Comment: 'c', Version: '1.0', TimeoutSeconds: 60 })).toEqual([]);
  });
});
