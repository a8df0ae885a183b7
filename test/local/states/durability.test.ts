import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MACHINE, machine, openBench, task, temporaryFolder, tokenTask, until } from './bench.ts';
import type { EngineProcessOptions } from './engine-process.ts';

let folder: ReturnType<typeof temporaryFolder>;
let running: { child: ChildProcess; sfn: SFNClient } | undefined;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  await kill();
  folder.remove();
});

const boot = async (definition: object, options: Partial<EngineProcessOptions> = {}) => {
  const settings: EngineProcessOptions = {
    dataDir: folder.path,
    log: join(folder.path, 'log'),
    offsetMs: 0,
    hanging: [],
    deaf: false,
    machineArn: MACHINE,
    definition: JSON.stringify({ QueryLanguage: 'JSONata', ...definition }),
    ...options,
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'engine-process.ts'), JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [endpoint] = await once(createInterface({ input: child.stdout }), 'line');
  const sfn = new SFNClient({
    endpoint: String(endpoint),
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  running = { child, sfn };
  return sfn;
};

const kill = async () => {
  if (!running) return;
  const { child, sfn } = running;
  running = undefined;
  sfn.destroy();
  if (child.exitCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
};

const log = (): string[] => {
  const file = join(folder.path, 'log');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
};
const callsOf = (name: string): Record<string, unknown>[] =>
  log().flatMap((line) => (line.startsWith(`call ${name} `) ? [JSON.parse(line.slice(`call ${name} `.length))] : []));

const start = async (sfn: SFNClient, name: string, input: unknown = {}): Promise<string> =>
  (await sfn.send(new StartExecutionCommand({ stateMachineArn: MACHINE, name, input: JSON.stringify(input) }))).executionArn ?? '';
const ended = (sfn: SFNClient, executionArn: string) =>
  until(async () => {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return execution.status === 'RUNNING' ? undefined : { ...execution, result: JSON.parse(execution.output ?? 'null') };
  }, 'the end of the execution');
const typesOf = async (sfn: SFNClient, executionArn: string) =>
  ((await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))).events ?? []).map(({ type }) => type);

const named = (name: string, fields: object = {}) =>
  task({ Arguments: { FunctionName: 'worker', Payload: { name, id: '{% $exists($id) ? $id : null %}' } }, ...fields });
const chain = machine({
  First: named('first', { End: undefined, Next: 'Second', Assign: { id: '{% $uuid() & $random() %}' } }),
  Second: named('second', { End: undefined, Next: 'Third' }),
  Third: named('third', { Output: '{% $states.result.Payload.id = $id %}' }),
});

describe('after kill -9', () => {
  it('a function that was running is called again; what was done is not done again, and chance stays as it fell', async () => {
    let sfn = await boot(chain, { hanging: ['second'] });
    const arn = await start(sfn, 'one');
    await until(() => callsOf('second')[0]);
    await kill();
    sfn = await boot(chain);
    expect((await ended(sfn, arn)).result).toBe(true);
    expect(callsOf('first')).toHaveLength(1);
    expect(callsOf('third')).toHaveLength(1);
    const [before, after] = callsOf('second');
    expect(before?.['id']).toEqual(expect.any(String));
    expect(after).toEqual(before);
    expect((await typesOf(sfn, arn)).filter((type) => type === 'TaskStarted')).toHaveLength(3);
  });

  it('a token is still good, and what was answered stays answered', async () => {
    const ask = tokenTask({ Arguments: { FunctionName: 'worker', Payload: { name: 'ask', token: '{% $states.context.Task.Token %}' } } });
    const definition = machine({ Ask: { ...ask, End: undefined, Next: 'After' }, After: { Type: 'Wait', Seconds: 100, End: true } });
    let sfn = await boot(definition);
    const arn = await start(sfn, 'one');
    await until(async () => (await typesOf(sfn, arn)).includes('TaskSubmitted') || undefined);
    await kill();
    sfn = await boot(definition);
    expect(callsOf('ask')).toHaveLength(1);
    const answer = { taskToken: String(callsOf('ask')[0]?.['token']), output: '"yes"' };
    await sfn.send(new SendTaskSuccessCommand(answer));
    await kill();
    sfn = await boot(definition);
    await expect(sfn.send(new SendTaskSuccessCommand(answer))).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await kill();
    sfn = await boot(definition, { offsetMs: 100_000 });
    expect((await ended(sfn, arn)).result).toBe('yes');
  });

  it('an execution whose start was answered runs', async () => {
    let sfn = await boot(chain);
    const arn = await start(sfn, 'one');
    await kill();
    sfn = await boot(chain);
    expect((await ended(sfn, arn)).result).toBe(true);
    await expect(start(sfn, 'one')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it('waits, retries and timeouts go on by virtual time', async () => {
    const definition = machine({
      Rest: { Type: 'Wait', Seconds: 3_600, Next: 'Call' },
      Call: named('call', { TimeoutSeconds: 600, Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 60, MaxAttempts: 1 }] }),
    });
    let sfn = await boot(definition, { hanging: ['call'] });
    const arn = await start(sfn, 'one');
    await until(async () => (await typesOf(sfn, arn)).includes('WaitStateEntered') || undefined);
    for (const [offsetMs, type] of [
      [3_600_000, 'TaskStarted'],
      [4_200_000, 'TaskTimedOut'],
    ] as const) {
      await kill();
      sfn = await boot(definition, { hanging: ['call'], offsetMs });
      await until(async () => (await typesOf(sfn, arn)).includes(type) || undefined);
    }
    await kill();
    sfn = await boot(definition, { offsetMs: 4_260_000 });
    expect((await ended(sfn, arn)).status).toBe('SUCCEEDED');
  });

  it('a Map keeps the iterations that are done', async () => {
    const definition = machine({
      Each: {
        Type: 'Map',
        Items: ['a', 'b', 'c'],
        ItemProcessor: machine({ Do: task({ Arguments: { FunctionName: 'worker', Payload: { name: '{% $states.input %}' } } }) }),
        Output: '{% $states.result.name %}',
        End: true,
      },
    });
    let sfn = await boot(definition, { hanging: ['b'] });
    const arn = await start(sfn, 'one');
    await until(async () => (await typesOf(sfn, arn)).filter((type) => type === 'MapIterationSucceeded').length === 2 || undefined);
    await kill();
    sfn = await boot(definition);
    expect((await ended(sfn, arn)).result).toEqual(['a', 'b', 'c']);
    expect([callsOf('a'), callsOf('b'), callsOf('c')].map(({ length }) => length)).toEqual([1, 2, 1]);
  });

  it('a running execution keeps the definition it was started with', async () => {
    let sfn = await boot(chain, { hanging: ['second'] });
    const arn = await start(sfn, 'one');
    await until(() => callsOf('second')[0]);
    await kill();
    const other = machine({ Only: { Type: 'Succeed', Output: 'new' } });
    sfn = await boot(other);
    expect((await ended(sfn, arn)).result).toBe(true);
    expect((await ended(sfn, await start(sfn, 'two'))).result).toBe('new');
  });

  it('a status event that was not taken is handed on again', async () => {
    let sfn = await boot(chain, { deaf: true });
    await ended(sfn, await start(sfn, 'one'));
    await until(() => log().find((line) => line === 'status RUNNING one'));
    expect(log()).not.toContain('status SUCCEEDED one');
    await kill();
    sfn = await boot(chain);
    await until(() => log().find((line) => line === 'status SUCCEEDED one'));
    expect(log().filter((line) => line.startsWith('status'))).toEqual(['status RUNNING one', 'status RUNNING one', 'status SUCCEEDED one']);
  });

  it('at any moment, every execution comes to its end with a whole history', async () => {
    const arns: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const seen = log().length;
      const sfn = await boot(chain);
      for (let n = 0; n < 4; n += 1) arns.push(await start(sfn, `r${round}-${n}`));
      // A different moment of the work in each round: when so many lines of it are in the log.
      await until(() => log().length >= seen + round * 4 || undefined);
      await kill();
    }
    const sfn = await boot(chain);
    for (const arn of arns) {
      expect((await ended(sfn, arn)).result).toBe(true);
      const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn: arn, maxResults: 1000 }));
      expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
      expect(events.filter(({ type }) => type === 'TaskSucceeded')).toHaveLength(3);
      expect(events).toHaveLength(17);
    }
  });
});

describe('after an orderly stop', () => {
  it('a function that was running is called again by the next engine, and its late result is dropped', async () => {
    let release: (value: unknown) => void = () => {};
    const first = await openBench({ dataDir: folder.path, worker: () => new Promise((resolve) => (release = resolve)) });
    first.deploy(machine({ Only: task() }));
    const arn = await first.start('in');
    await until(() => first.calls[0]);
    await first.close();
    release('late');
    const second = await openBench({ dataDir: folder.path, worker: () => 'again' });
    expect((await second.ended(arn)).output).toBe('"again"');
    expect(second.states.counters().stateTransitions).toBe(2);
    await second.close();
  });
});
