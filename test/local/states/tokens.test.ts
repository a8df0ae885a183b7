import { SendTaskFailureCommand, SendTaskHeartbeatCommand, SendTaskSuccessCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newTaskToken } from '../../../local/states/task-token.ts';
import { type Bench, FunctionError, machine, openBench, tokenTask, until } from './bench.ts';

let bench: Bench;
let work: (event: unknown) => unknown = () => 'kept';
beforeEach(async () => {
  work = () => 'kept';
  bench = await openBench({ worker: (event) => work(event) });
});
afterEach(() => bench.close());

const tokenOf = (event: unknown): string => (typeof event === 'object' && event !== null && 'token' in event ? String(event.token) : '');
const succeed = (taskToken: string, output = '{"ok":true}') => bench.sfn.send(new SendTaskSuccessCommand({ taskToken, output }));

const asked = async (fields: object = {}) => {
  bench.deploy(machine({ Ask: tokenTask(fields), ...('Catch' in fields && { Caught: { Type: 'Pass', End: true } }) }));
  const arn = await bench.start({ a: 1 });
  await bench.reached(arn, 'TaskSubmitted');
  return { arn, token: tokenOf(bench.calls.at(-1)) };
};

describe('a token', () => {
  it('makes its Task succeed with the output that is sent', async () => {
    const { arn, token } = await asked({ Output: { got: '{% $states.result.ok %}', was: '{% $states.input.a %}' } });
    expect((await bench.describe(arn)).status).toBe('RUNNING');
    await succeed(token);
    expect(JSON.parse((await bench.ended(arn)).output ?? '')).toEqual({ got: true, was: 1 });
  });

  it('makes its Task fail with the error that is sent', async () => {
    const { arn, token } = await asked();
    await bench.sfn.send(new SendTaskFailureCommand({ taskToken: token, error: 'Refused', cause: 'not now' }));
    const { error, cause } = await bench.ended(arn);
    expect({ error, cause }).toEqual({ error: 'Refused', cause: 'not now' });
  });

  it('is long as in AWS, and differs each time', () => {
    expect(newTaskToken().length).toBeGreaterThan(500);
    expect(newTaskToken()).not.toBe(newTaskToken());
  });

  it('counts while the function still runs, whose own result then changes nothing', async () => {
    let release: () => void = () => {};
    work = () => new Promise<void>((resolve) => (release = resolve));
    bench.deploy(machine({ Ask: tokenTask({ Next: 'After', End: undefined }), After: { Type: 'Wait', Seconds: 60, End: true } }));
    const arn = await bench.start();
    const event = await until(() => bench.calls[0]);
    await succeed(tokenOf(event));
    await bench.reached(arn, 'WaitStateEntered');
    release();
    await bench.clock.advance(60_000);
    expect((await bench.ended(arn)).output).toBe('{"ok":true}');
    expect(await bench.eventTypes(arn)).not.toContain('TaskSubmitted');
  });

  it('is closed when the function fails', async () => {
    work = () => {
      throw new FunctionError('Broken');
    };
    bench.deploy(machine({ Ask: tokenTask() }));
    expect((await bench.ended(await bench.start())).error).toBe('Broken');
    await expect(succeed(tokenOf(bench.calls[0]))).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('cannot be used a second time', async () => {
    const { token } = await asked();
    await succeed(token);
    for (const again of [
      succeed(token),
      bench.sfn.send(new SendTaskFailureCommand({ taskToken: token })),
      bench.sfn.send(new SendTaskHeartbeatCommand({ taskToken: token })),
    ]) {
      await expect(again).rejects.toMatchObject({ name: 'TaskTimedOut' });
    }
  });

  it('lets exactly one of two answers at the same time through', async () => {
    const { token } = await asked();
    const outcomes = await Promise.allSettled([
      succeed(token, '1'),
      succeed(token, '2'),
      bench.sfn.send(new SendTaskFailureCommand({ taskToken: token })),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is closed with its execution', async () => {
    const { arn, token } = await asked();
    await bench.sfn.send(new StopExecutionCommand({ executionArn: arn }));
    await expect(succeed(token)).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('is told apart: malformed, unknown', async () => {
    await expect(succeed('not a token')).rejects.toMatchObject({ name: 'InvalidToken' });
    await expect(succeed(`${newTaskToken().slice(0, -8)}AAAAAAA=`)).rejects.toMatchObject({ name: 'InvalidToken' });
    await expect(succeed(newTaskToken())).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
  });

  it('is not used up by an output that is refused', async () => {
    const { arn, token } = await asked();
    await expect(succeed(token, '{not json')).rejects.toMatchObject({ name: 'InvalidOutput' });
    await expect(succeed(token, JSON.stringify('x'.repeat(262_143)))).rejects.toMatchObject({ name: 'ValidationException' });
    await succeed(token);
    expect((await bench.ended(arn)).status).toBe('SUCCEEDED');
  });
});

describe('HeartbeatSeconds', () => {
  it('times the Task out when no heartbeat comes', async () => {
    const { arn } = await asked({ HeartbeatSeconds: 30, TimeoutSeconds: 600 });
    await bench.clock.advance(30_000);
    expect((await bench.ended(arn)).error).toBe('States.Timeout');
    expect((await bench.eventTypes(arn)).slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
  });

  it('begins anew with each heartbeat, but not the timeout', async () => {
    const { arn, token } = await asked({ HeartbeatSeconds: '{% 30 %}', TimeoutSeconds: 100 });
    for (let beat = 0; beat < 4; beat += 1) {
      await bench.clock.advance(24_000);
      await bench.sfn.send(new SendTaskHeartbeatCommand({ taskToken: token }));
    }
    expect((await bench.describe(arn)).status).toBe('RUNNING');
    await bench.clock.advance(4_000);
    expect((await bench.ended(arn)).error).toBe('States.Timeout');
  });

  it.each(['States.HeartbeatTimeout', 'States.Timeout'])('is caught by %s', async (name) => {
    const { arn } = await asked({ HeartbeatSeconds: 30, Catch: [{ ErrorEquals: [name], Next: 'Caught' }] });
    await bench.clock.advance(30_000);
    expect((await bench.ended(arn)).status).toBe('SUCCEEDED');
  });

  it('is refused for a token that is closed', async () => {
    const { token } = await asked({ HeartbeatSeconds: 30 });
    await bench.clock.advance(30_000);
    await expect(bench.sfn.send(new SendTaskHeartbeatCommand({ taskToken: token }))).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });
});
