import { broken, catching, caught, echo, failing, machine, pass, retrying, silent, task } from '../build.ts';
import type { Case } from '../case.ts';
import { evaluationToldTwice, executionTimeoutUnnamed, outputNotGuarded, stopErrorNotKept } from '../differences.ts';

const guarded = (fields: object, more: object = {}) => machine({ Do: task(fields), ...('Catch' in fields && caught), ...more });

/** Tasks that call a function and wait for its answer: results, failures, Retry, Catch and timeouts. */
export const tasks: readonly Case[] = [
  { name: 'a Task gives what its function answers', definition: guarded({}), input: { a: 1 }, functions: { worker: echo } },
  { name: 'a Task without Output', definition: guarded({ Output: undefined }), input: { a: 1 }, functions: { worker: echo } },
  {
    name: 'a Task whose function answers null',
    definition: guarded({ Output: '{% $states.result %}' }),
    functions: { worker: () => null },
  },
  {
    name: 'a Task whose function answers a string',
    definition: guarded({}),
    functions: { worker: () => 'plain' },
  },
  {
    name: 'a Task whose function answers a list',
    definition: guarded({ Output: { kinds: '{% $states.result.Payload.kind %}' } }),
    functions: { worker: () => [{ kind: 'a' }, { kind: 'b' }] },
  },
  {
    name: 'a Task without Payload',
    definition: guarded({ Arguments: { FunctionName: '${worker}' } }),
    input: { a: 1 },
    functions: { worker: echo },
  },
  {
    name: 'a Task whose Arguments are one expression',
    definition: guarded({ Arguments: "{% {'FunctionName': $states.input.f, 'Payload': {'n': $states.input.n}} %}" }),
    input: { f: '${worker}', n: 3 },
    functions: { worker: echo },
    act: undefined,
  },
  {
    name: 'a Task reads its status code',
    definition: guarded({ Output: '{% $states.result.StatusCode %}' }),
    functions: { worker: echo },
  },
  {
    name: 'a Task assigns from its result and hands on something else',
    definition: machine({
      Do: task({ End: undefined, Assign: { got: '{% $states.result.Payload.a %}' }, Output: '{% $states.input.b %}', Next: 'After' }),
      After: pass({ Output: ['{% $got %}', '{% $states.input %}'] }),
    }),
    input: { a: 1, b: 2 },
    functions: { worker: echo },
  },
  {
    name: 'two Tasks one after the other',
    definition: machine({ One: task({ End: undefined, Next: 'Two' }), Two: task() }),
    input: { a: 1 },
    functions: { worker: (event, call) => ({ event, call }) },
  },
  { name: 'a Task whose function fails', definition: guarded({}), functions: { worker: broken('Mine') } },
  { name: 'a Task fails and is caught by its name', definition: guarded(catching('Mine')), functions: { worker: broken('Mine') } },
  {
    name: 'a Task fails and is caught by States.TaskFailed',
    definition: guarded(catching('States.TaskFailed')),
    functions: { worker: broken('Mine') },
  },
  { name: 'a Task fails and is caught by States.ALL', definition: guarded(catching('States.ALL')), functions: { worker: broken('Mine') } },
  {
    name: 'a Task fails under a name that Catch does not list',
    definition: guarded(catching('Other')),
    functions: { worker: broken('Mine') },
  },
  {
    name: 'a Task fails and is caught by the second of two',
    definition: guarded({
      Catch: [
        { ErrorEquals: ['Other', 'Another'], Next: 'Caught' },
        { ErrorEquals: ['Mine'], Next: 'Caught', Output: { Error: 'by the second' } },
      ],
    }),
    functions: { worker: broken('Mine') },
  },
  {
    name: 'a Catch without Output gives Error and Cause',
    definition: machine({ Do: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] }), Caught: pass() }),
    functions: { worker: broken('Mine') },
  },
  {
    name: 'a Catch builds Output and Assign from errorOutput, the input and variables',
    definition: machine({
      Begin: pass({ End: undefined, Assign: { before: 'b' }, Next: 'Do' }),
      Do: task({
        Catch: [
          {
            ErrorEquals: ['States.ALL'],
            Next: 'Caught',
            Output: { was: '{% $states.input.a %}', error: '{% $states.errorOutput.Error %}', before: '{% $before %}' },
            Assign: { why: '{% $states.errorOutput.Error %}' },
          },
        ],
      }),
      Caught: pass({ Output: '{% $merge([$states.input, {"why": $why}]) %}' }),
    }),
    input: { a: 1 },
    functions: { worker: broken('Mine') },
  },
  {
    name: 'a Catch parses the cause of a failed function',
    definition: machine({
      Do: task({ Catch: [{ ErrorEquals: ['Mine'], Next: 'Caught', Output: '{% $parse($states.errorOutput.Cause) %}' }] }),
      Caught: pass(),
    }),
    functions: { worker: broken('Mine') },
  },
  {
    name: 'a Catch whose Output gives nothing',
    definition: guarded({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught', Output: '{% $states.input.absent %}' }] }),
    functions: { worker: broken('Mine') },
  },
  {
    name: 'a Task retries once and goes on',
    definition: guarded(retrying({ ErrorEquals: ['Mine'] })),
    input: { a: 1 },
    functions: { worker: failing('Mine') },
  },
  {
    name: 'a Task reads its RetryCount in Output',
    definition: guarded({ ...retrying({ ErrorEquals: ['States.ALL'] }), Output: '{% $states.context.State.RetryCount %}' }),
    functions: { worker: failing('Mine', 'Mine') },
  },
  {
    name: 'a Task reads its RetryCount in Arguments',
    definition: guarded({
      ...retrying({ ErrorEquals: ['States.ALL'] }),
      Arguments: { FunctionName: '${worker}', Payload: { tried: '{% $states.context.State.RetryCount %}' } },
    }),
    functions: { worker: failing('Mine', 'Mine') },
  },
  {
    name: 'a Task gives up after MaxAttempts',
    definition: guarded(retrying({ ErrorEquals: ['Mine'], MaxAttempts: 1 })),
    functions: { worker: broken('Mine') },
  },
  {
    name: 'a Task gives up after MaxAttempts and is caught',
    definition: guarded({ ...retrying({ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }), ...catching('Mine') }),
    functions: { worker: broken('Mine') },
  },
  {
    name: 'a Retry with MaxAttempts 0 does not retry',
    definition: guarded({ Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 0 }], ...catching('States.ALL') }),
    functions: { worker: failing('Mine') },
  },
  {
    name: 'a Retry that does not name the failure',
    definition: guarded(retrying({ ErrorEquals: ['Other'] })),
    functions: { worker: failing('Mine') },
  },
  {
    name: 'each retrier counts its own attempts',
    definition: guarded({
      Retry: [
        { ErrorEquals: ['A'], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 1 },
        { ErrorEquals: ['B'], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 1 },
      ],
    }),
    functions: { worker: failing('A', 'B', 'A') },
  },
  {
    name: 'a Retry with BackoffRate, MaxDelaySeconds and jitter',
    definition: guarded(retrying({ ErrorEquals: ['Mine'], BackoffRate: 2, MaxDelaySeconds: 2, JitterStrategy: 'FULL' })),
    functions: { worker: failing('Mine', 'Mine') },
  },
  {
    name: 'a Task whose function takes too long',
    definition: guarded({ TimeoutSeconds: 1 }),
    functions: { worker: silent },
  },
  {
    name: 'a Task whose TimeoutSeconds is an expression',
    definition: guarded({ TimeoutSeconds: '{% $states.input.limit %}', ...catching('States.Timeout') }),
    input: { limit: 1 },
    functions: { worker: silent },
  },
  {
    name: 'a timeout is caught by States.ALL',
    definition: guarded({ TimeoutSeconds: 1, ...catching('States.ALL') }),
    functions: { worker: silent },
  },
  {
    name: 'a timeout is not caught by States.TaskFailed',
    definition: guarded({ TimeoutSeconds: 1, ...catching('States.TaskFailed') }),
    functions: { worker: silent },
  },
  {
    name: 'a timeout is retried, and the second attempt answers',
    definition: guarded({ TimeoutSeconds: 2, ...retrying({ ErrorEquals: ['States.Timeout'] }) }),
    input: { a: 1 },
    functions: { worker: (event, call) => (call === 0 ? new Promise(() => {}) : event) },
  },
  {
    name: 'the Output of a Task gives nothing',
    definition: guarded({ Output: '{% $states.result.Payload.absent %}' }),
    functions: { worker: echo },
  },
  {
    name: 'the Output of a Task gives nothing and that is caught',
    difference: outputNotGuarded,
    definition: guarded({ Output: '{% $states.result.Payload.absent %}', ...catching('States.QueryEvaluationError') }),
    functions: { worker: echo },
  },
  {
    name: 'the Arguments of a Task give nothing',
    difference: evaluationToldTwice,
    definition: guarded({ Arguments: { FunctionName: '${worker}', Payload: '{% $states.input.absent %}' } }),
    functions: { worker: echo },
  },
  {
    name: 'the Arguments of a Task give nothing and that is caught by States.ALL',
    difference: evaluationToldTwice,
    definition: guarded({ Arguments: { FunctionName: '${worker}', Payload: '{% $states.input.absent %}' }, ...catching('States.ALL') }),
    functions: { worker: echo },
  },
  {
    name: 'a machine whose time is over',
    difference: executionTimeoutUnnamed,
    definition: { ...machine({ Only: { Type: 'Wait', Seconds: 20, End: true } }), TimeoutSeconds: 1 },
  },
  {
    name: 'an execution that is stopped while it waits',
    difference: stopErrorNotKept,
    definition: machine({ Only: { Type: 'Wait', Seconds: 20, End: true } }),
    act: async (hand) => {
      await hand.reached('WaitStateEntered');
      await hand.stop('Enough', 'by hand');
    },
  },
];
