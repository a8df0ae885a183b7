import { broken, catching, caught, machine, retrying, tokenTask } from '../build.ts';
import type { Case, Hand } from '../case.ts';
import {
  closedTokenIsTaken,
  evaluationToldTwice,
  executionTimeoutUntold,
  heartbeatNameUnknown,
  outputNotChecked,
  stopWhileTokenWaits,
  tokenOfRetryIsOld,
} from '../differences.ts';

const worker = () => 'kept';
const ask = (fields: object = {}) => machine({ Ask: tokenTask(fields), ...('Catch' in fields && caught) });

/** The first token, once the function has returned: before that the order of events is anybody's. */
const handed = async (hand: Hand, count = 1): Promise<string> => {
  await hand.reached('TaskSubmitted', count);
  return hand.token(count - 1);
};

/** Tasks that wait for their token: success, failure, heartbeats, timeouts, and tokens that are of no use any more. */
export const tokens: readonly Case[] = [
  {
    name: 'a token makes its Task succeed with the output sent',
    definition: ask(),
    functions: { worker },
    act: async (hand) => void (await hand.succeed(await handed(hand), '{"ok":[1,true]}')),
  },
  {
    name: 'a token Task selects from the output sent',
    definition: ask({
      Output: { got: '{% $states.result.ok %}', was: '{% $states.input.a %}' },
      Assign: { ok: '{% $states.result.ok %}' },
    }),
    input: { a: 1 },
    functions: { worker },
    act: async (hand) => void (await hand.succeed(await handed(hand), '{"ok":true}')),
  },
  {
    name: 'a token succeeds with a bare string',
    definition: ask(),
    functions: { worker },
    act: async (hand) => void (await hand.succeed(await handed(hand), '"text"')),
  },
  {
    name: 'a token is refused output that is not JSON, and used afterwards',
    difference: outputNotChecked,
    definition: ask(),
    functions: { worker },
    act: async (hand) => {
      const token = await handed(hand);
      await hand.succeed(token, '{not json');
      await hand.succeed(token, '1');
    },
  },
  {
    name: 'a token makes its Task fail',
    definition: ask(),
    functions: { worker },
    act: async (hand) => void (await hand.fail(await handed(hand), 'Refused', 'not now')),
  },
  {
    name: 'a token fails its Task without a name',
    definition: ask(),
    functions: { worker },
    act: async (hand) => void (await hand.fail(await handed(hand))),
  },
  {
    name: 'a failure sent is caught by its name',
    definition: ask(catching('Refused')),
    functions: { worker },
    act: async (hand) => void (await hand.fail(await handed(hand), 'Refused', 'not now')),
  },
  {
    name: 'a failure sent is caught by States.TaskFailed',
    definition: ask(catching('States.TaskFailed')),
    functions: { worker },
    act: async (hand) => void (await hand.fail(await handed(hand), 'Refused', 'not now')),
  },
  {
    name: 'a failure sent is retried with a new token',
    difference: tokenOfRetryIsOld,
    definition: ask(retrying({ ErrorEquals: ['States.TaskFailed'] })),
    functions: { worker },
    act: async (hand) => {
      await hand.fail(await handed(hand), 'Refused');
      await hand.succeed(await handed(hand, 2), '"at last"');
    },
  },
  {
    name: 'the function of a token Task fails',
    definition: ask(catching('Broken')),
    functions: { worker: broken('Broken') },
  },
  {
    name: 'the function of a token Task fails and is called again',
    definition: ask(retrying({ ErrorEquals: ['Broken'] })),
    functions: {
      worker: (event, call) => (call === 0 ? broken('Broken')(event, call) : 'kept'),
    },
    act: async (hand) => {
      await hand.reached('TaskSubmitted');
      await hand.succeed(await hand.token(1), '2');
    },
  },
  {
    name: 'a token Task whose time is over',
    definition: ask({ TimeoutSeconds: 2 }),
    functions: { worker },
  },
  {
    name: 'a token Task whose time is over, caught by States.Timeout',
    definition: ask({ TimeoutSeconds: 2, ...catching('States.Timeout') }),
    functions: { worker },
  },
  {
    name: 'a token Task whose time is over is tried again',
    difference: tokenOfRetryIsOld,
    definition: ask({ TimeoutSeconds: 2, ...retrying({ ErrorEquals: ['States.Timeout'] }) }),
    functions: { worker },
    act: async (hand) => void (await hand.succeed(await handed(hand, 2), '2')),
  },
  {
    name: 'a token Task without a heartbeat',
    definition: ask({ TimeoutSeconds: 20, HeartbeatSeconds: 2 }),
    functions: { worker },
  },
  {
    name: 'a missed heartbeat is caught by States.Timeout',
    definition: ask({ TimeoutSeconds: 20, HeartbeatSeconds: 2, ...catching('States.Timeout') }),
    functions: { worker },
  },
  {
    name: 'a missed heartbeat is caught by States.HeartbeatTimeout',
    difference: heartbeatNameUnknown,
    definition: ask({ TimeoutSeconds: 20, HeartbeatSeconds: 2, ...catching('States.HeartbeatTimeout') }),
    functions: { worker },
  },
  {
    name: 'heartbeats keep a token Task alive beyond HeartbeatSeconds',
    definition: ask({ TimeoutSeconds: 30, HeartbeatSeconds: 3 }),
    functions: { worker },
    act: async (hand) => {
      const token = await handed(hand);
      for (let beat = 0; beat < 4; beat += 1) {
        await new Promise((resolve) => setTimeout(resolve, 1_200));
        await hand.beat(token);
      }
      await hand.succeed(token, '"alive"');
    },
  },
  {
    name: 'a token is used a second time while its execution goes on',
    difference: closedTokenIsTaken,
    definition: machine({ Ask: tokenTask({ End: undefined, Next: 'Hold' }), Hold: { Type: 'Wait', Seconds: 4, End: true } }),
    functions: { worker },
    act: async (hand) => {
      const token = await handed(hand);
      await hand.succeed(token, '1');
      await hand.reached('WaitStateEntered');
      await hand.succeed(token, '2');
      await hand.fail(token, 'Late');
      await hand.beat(token);
    },
  },
  {
    name: 'a token is used after its Task timed out',
    difference: closedTokenIsTaken,
    definition: machine({
      Ask: tokenTask({ TimeoutSeconds: 2, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Hold' }] }),
      Hold: { Type: 'Wait', Seconds: 4, Output: 'held', End: true },
    }),
    functions: { worker },
    act: async (hand) => {
      const token = await handed(hand);
      await hand.reached('WaitStateEntered');
      await hand.succeed(token, '1');
    },
  },
  {
    name: 'an execution that waits for a token is stopped',
    difference: stopWhileTokenWaits,
    // Moto waits that long for the token all the same.
    definition: ask({ TimeoutSeconds: 20 }),
    functions: { worker },
    act: async (hand) => {
      await handed(hand);
      await hand.stop('Enough', 'by hand');
    },
  },
  {
    name: 'a token that never was one',
    definition: ask(),
    functions: { worker },
    act: async (hand) => {
      const token = await handed(hand);
      await hand.succeed('not a token', '1');
      await hand.succeed(token, '1');
    },
  },
  {
    name: 'the Output of a token Task gives nothing',
    definition: ask({ Output: '{% $states.result.absent %}' }),
    functions: { worker },
    act: async (hand) => void (await hand.succeed(await handed(hand), '{}')),
  },
  {
    name: 'two tokens one after the other',
    definition: machine({
      One: tokenTask({ End: undefined, Next: 'Two', Assign: { one: '{% $states.result %}' } }),
      Two: tokenTask({ Output: ['{% $one %}', '{% $states.result %}'] }),
    }),
    functions: { worker },
    act: async (hand) => {
      await hand.succeed(await handed(hand), '1');
      await hand.succeed(await handed(hand, 2), '2');
    },
  },
  {
    name: 'a machine whose time is over while it waits for a token',
    difference: executionTimeoutUntold,
    definition: { ...ask(), TimeoutSeconds: 2 },
    functions: { worker },
  },
  {
    name: 'a token Task whose Arguments give nothing',
    difference: evaluationToldTwice,
    definition: machine({ Ask: tokenTask({ Arguments: { FunctionName: '${worker}', Payload: '{% $states.input.absent %}' } }) }),
    functions: { worker },
  },
];
