import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  TagResourceCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, MACHINE, machine, openBench, tokenTask } from './bench.ts';

const DAY = 86_400_000;
const waiting = machine({ Only: { Type: 'Wait', Seconds: 3_600, End: true } });
const short = machine({ Only: { Type: 'Pass', End: true } });

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
  bench.deploy(waiting);
});
afterEach(() => bench.close());

describe('StartExecution', () => {
  it('gives the same execution for the same name and input while it runs', async () => {
    const request = new StartExecutionCommand({ stateMachineArn: MACHINE, name: 'd-1', input: '{"a":1}' });
    const first = await bench.sfn.send(request);
    expect(await bench.sfn.send(request)).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate });
    expect(first.executionArn).toBe('arn:aws:states:ap-southeast-1:000000000000:execution:tested:d-1');
    expect(first.startDate?.getTime()).toBeCloseTo(bench.clock.now(), -4);
  });

  it('refuses the name with another input, and after the end', async () => {
    await bench.start({ a: 1 }, 'd-1');
    await expect(bench.start({ a: 2 }, 'd-1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await bench.clock.advance(3_600_000);
    await expect(bench.start({ a: 1 }, 'd-1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it('lets the name be used again 90 days after the end, when the old execution is forgotten', async () => {
    const arn = await bench.start({}, 'd-1');
    await bench.clock.advance(3_600_000);
    await bench.ended(arn);
    await bench.clock.advance(89 * DAY);
    await expect(bench.start({}, 'd-1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await bench.clock.advance(DAY);
    await bench.start({ again: true }, 'd-1');
    expect(await bench.describe(arn)).toMatchObject({ status: 'RUNNING', input: '{"again":true}' });
    expect((await bench.history(arn))[0]?.id).toBe(1);
  });

  it.each(['', 'a b', 'a/b', 'a:b', 'a#b', 'a*', 'a\u0007', 'x'.repeat(81)])('refuses the name %j', async (name) => {
    await expect(bench.sfn.send(new StartExecutionCommand({ stateMachineArn: MACHINE, name }))).rejects.toMatchObject({
      name: 'InvalidName',
    });
  });

  it('refuses input that is not JSON or too large, and machines that are not there', async () => {
    const startWith = (fields: object) => bench.sfn.send(new StartExecutionCommand({ stateMachineArn: MACHINE, ...fields }));
    await expect(startWith({ input: '{' })).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    await expect(startWith({ input: JSON.stringify('x'.repeat(262_143)) })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(startWith({ stateMachineArn: `${MACHINE}-other` })).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  it('starts two executions of different names at the same time', async () => {
    const arns = await Promise.all(['a', 'b', 'c'].map((name) => bench.start({}, name)));
    expect(new Set(arns).size).toBe(3);
  });
});

describe('StopExecution', () => {
  it('ends the execution as ABORTED with its error and cause, once', async () => {
    const arn = await bench.start();
    const { stopDate } = await bench.sfn.send(new StopExecutionCommand({ executionArn: arn, error: 'Mine', cause: 'enough' }));
    expect(await bench.describe(arn)).toMatchObject({ status: 'ABORTED', error: 'Mine', cause: 'enough', stopDate });
    await bench.clock.advance(DAY);
    expect((await bench.sfn.send(new StopExecutionCommand({ executionArn: arn }))).stopDate).toEqual(stopDate);
    expect((await bench.eventTypes(arn)).at(-1)).toBe('ExecutionAborted');
  });

  it('tells what it cut short within a Parallel', async () => {
    bench.deploy(
      machine({
        Both: {
          Type: 'Parallel',
          Branches: [machine({ A: tokenTask() }), machine({ B: { Type: 'Wait', Seconds: 9, End: true } })],
          End: true,
        },
      }),
    );
    const arn = await bench.start();
    await bench.reached(arn, 'TaskSubmitted');
    await bench.sfn.send(new StopExecutionCommand({ executionArn: arn }));
    expect((await bench.eventTypes(arn)).slice(-4)).toEqual([
      'TaskStateAborted',
      'WaitStateAborted',
      'ParallelStateAborted',
      'ExecutionAborted',
    ]);
  });

  it('refuses an execution that is not there', async () => {
    await expect(bench.sfn.send(new StopExecutionCommand({ executionArn: 'arn:none' }))).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
  });
});

describe('reading', () => {
  it('DescribeExecution gives input, output and times', async () => {
    bench.deploy(short);
    const arn = await bench.start({ a: 1 }, 'd-1');
    const execution = await bench.ended(arn);
    expect(execution).toMatchObject({
      executionArn: arn,
      stateMachineArn: MACHINE,
      name: 'd-1',
      status: 'SUCCEEDED',
      input: '{"a":1}',
      output: '{"a":1}',
    });
    expect(execution.stopDate?.getTime()).toBeGreaterThanOrEqual(execution.startDate?.getTime() ?? Number.NaN);
    await expect(bench.sfn.send(new DescribeExecutionCommand({ executionArn: `${arn}x` }))).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
  });

  it('ListExecutions gives the newest first, by status, in pages', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await bench.start({}, name);
    await bench.sfn.send(new StopExecutionCommand({ executionArn: `${MACHINE.replace('stateMachine', 'execution')}:c` }));
    const list = async (fields: object) => {
      const names: (string | undefined)[][] = [];
      let nextToken: string | undefined;
      do {
        const page = await bench.sfn.send(new ListExecutionsCommand({ stateMachineArn: MACHINE, nextToken, ...fields }));
        names.push((page.executions ?? []).map(({ name }) => name));
        nextToken = page.nextToken;
      } while (nextToken);
      return names;
    };
    expect(await list({ maxResults: 2 })).toEqual([['e', 'd'], ['c', 'b'], ['a']]);
    expect(await list({ statusFilter: 'ABORTED' })).toEqual([['c']]);
    expect(await list({ statusFilter: 'RUNNING', maxResults: 2 })).toEqual([
      ['e', 'd'],
      ['b', 'a'],
    ]);
    await expect(bench.sfn.send(new ListExecutionsCommand({ stateMachineArn: MACHINE, nextToken: 'made up' }))).rejects.toMatchObject({
      name: 'InvalidToken',
    });
    await expect(bench.sfn.send(new ListExecutionsCommand({ stateMachineArn: 'arn:none' }))).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
  });

  it('describes and lists state machines', async () => {
    bench.deploy(short, `${MACHINE}-2`);
    const described = await bench.sfn.send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE }));
    expect(described).toMatchObject({
      name: 'tested',
      type: 'STANDARD',
      status: 'ACTIVE',
      roleArn: 'arn:aws:iam::000000000000:role/states',
    });
    expect(JSON.parse(described.definition ?? '')).toMatchObject(waiting);
    const first = await bench.sfn.send(new ListStateMachinesCommand({ maxResults: 1 }));
    const second = await bench.sfn.send(new ListStateMachinesCommand({ maxResults: 1, nextToken: first.nextToken }));
    expect([...(first.stateMachines ?? []), ...(second.stateMachines ?? [])].map(({ name }) => name)).toEqual(['tested', 'tested-2']);
    expect(second.nextToken).toBeUndefined();
  });

  it('refuses an operation that is not implemented, by name', async () => {
    await expect(bench.sfn.send(new TagResourceCommand({ resourceArn: MACHINE, tags: [] }))).rejects.toMatchObject({
      message: expect.stringContaining('TagResource'),
    });
  });
});

describe('GetExecutionHistory', () => {
  it('gives events in order, each after the one before it in its flow', async () => {
    bench.deploy(machine({ Ask: tokenTask({ TimeoutSeconds: 60, HeartbeatSeconds: 10 }) }));
    const arn = await bench.start({ a: 1 });
    await bench.reached(arn, 'TaskSubmitted');
    await bench.clock.advance(10_000);
    await bench.ended(arn);
    const events = await bench.history(arn);
    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'TaskStateEntered'],
      [3, 2, 'TaskScheduled'],
      [4, 3, 'TaskStarted'],
      [5, 4, 'TaskSubmitted'],
      [6, 5, 'TaskTimedOut'],
      [7, 6, 'ExecutionFailed'],
    ]);
    expect(events[0]?.executionStartedEventDetails).toMatchObject({ input: '{"a":1}', roleArn: expect.stringContaining('role/states') });
    expect(events[1]?.stateEnteredEventDetails).toMatchObject({ name: 'Ask', input: '{"a":1}' });
    expect(events[2]?.taskScheduledEventDetails).toMatchObject({
      resourceType: 'lambda',
      resource: 'invoke.waitForTaskToken',
      region: 'ap-southeast-1',
      timeoutInSeconds: 60,
      heartbeatInSeconds: 10,
    });
    expect(events[5]?.taskTimedOutEventDetails).toMatchObject({ error: 'States.Timeout', resource: 'invoke.waitForTaskToken' });
    expect(events[6]?.executionFailedEventDetails).toEqual({ error: 'States.Timeout' });
  });

  it('chains the events of each iteration of a Map on its own', async () => {
    bench.deploy(
      machine({ Each: { Type: 'Map', Items: [1, 2], ItemProcessor: machine({ One: { Type: 'Pass', End: true } }), End: true } }),
    );
    const arn = await bench.start();
    await bench.ended(arn);
    expect((await bench.history(arn)).map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'MapStateEntered'],
      [3, 2, 'MapStateStarted'],
      [4, 3, 'MapIterationStarted'],
      [5, 3, 'MapIterationStarted'],
      [6, 4, 'PassStateEntered'],
      [7, 6, 'PassStateExited'],
      [8, 7, 'MapIterationSucceeded'],
      [9, 5, 'PassStateEntered'],
      [10, 9, 'PassStateExited'],
      [11, 10, 'MapIterationSucceeded'],
      [12, 11, 'MapStateSucceeded'],
      [13, 12, 'MapStateExited'],
      [14, 13, 'ExecutionSucceeded'],
    ]);
  });

  it('pages in both directions and leaves data out when asked', async () => {
    bench.deploy(short);
    const arn = await bench.start({ a: 1 });
    await bench.ended(arn);
    const pages = async (reverseOrder: boolean) => {
      const ids: (number | undefined)[][] = [];
      let nextToken: string | undefined;
      do {
        const page = await bench.sfn.send(new GetExecutionHistoryCommand({ executionArn: arn, reverseOrder, maxResults: 3, nextToken }));
        ids.push((page.events ?? []).map(({ id }) => id));
        nextToken = page.nextToken;
      } while (nextToken);
      return ids;
    };
    expect(await pages(false)).toEqual([[1, 2, 3], [4]]);
    expect(await pages(true)).toEqual([[4, 3, 2], [1]]);
    const { events = [] } = await bench.sfn.send(new GetExecutionHistoryCommand({ executionArn: arn, includeExecutionData: false }));
    expect(JSON.stringify(events)).not.toContain('"a"');
  });
});

describe('status events', () => {
  it('tell each change of status, as EventBridge carries them', async () => {
    const arn = await bench.start({ a: 1 }, 'd-1');
    await bench.clock.advance(3_600_000);
    const { startDate, stopDate } = await bench.ended(arn);
    expect(bench.statusEvents.map(({ detail }) => detail.status)).toEqual(['RUNNING', 'SUCCEEDED']);
    expect(bench.statusEvents[1]).toMatchObject({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      region: 'ap-southeast-1',
      account: '000000000000',
      resources: [arn],
      detail: {
        executionArn: arn,
        stateMachineArn: MACHINE,
        name: 'd-1',
        startDate: startDate?.getTime(),
        stopDate: stopDate?.getTime(),
        input: '{"a":1}',
        output: '{"a":1}',
        error: null,
        cause: null,
      },
    });
  });

  it('tell FAILED, TIMED_OUT and ABORTED', async () => {
    await bench.run(machine({ Only: { Type: 'Fail', Error: 'E', Cause: 'c' } }));
    bench.deploy({ ...waiting, TimeoutSeconds: 5 });
    const timed = await bench.start();
    await bench.clock.advance(5_000);
    await bench.ended(timed);
    await bench.sfn.send(new StopExecutionCommand({ executionArn: await bench.start(), error: 'S' }));
    const ends = bench.statusEvents
      .filter(({ detail }) => detail.status !== 'RUNNING')
      .map(({ detail }) => [detail.status, detail.error, detail.cause]);
    expect(ends).toEqual([
      ['FAILED', 'E', 'c'],
      ['TIMED_OUT', 'States.Timeout', null],
      ['ABORTED', 'S', null],
    ]);
  });

  it('are handed on again, in order, when the listener cannot take them', async () => {
    let refusals = 2;
    const seen: string[] = [];
    const other = await openBench({
      onStatusChange: ({ id, detail }) => {
        seen.push(`${detail.status} ${id}`);
        refusals -= 1;
        if (refusals >= 0) throw new Error('not now');
      },
    });
    other.deploy(short);
    await other.ended(await other.start());
    await other.clock.advance(1_000);
    await other.clock.advance(2_000);
    await expect.poll(() => other.statusEvents.length).toBe(2);
    expect(seen.map((line) => line.split(' ')[0])).toEqual(['RUNNING', 'RUNNING', 'RUNNING', 'SUCCEEDED']);
    expect(new Set(seen).size).toBe(2);
    await other.close();
  });
});
