import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { serveAwsJson } from '../../../local/aws-json.ts';
import { VirtualClock } from '../../../local/clock.ts';
import type { InvokeResult } from '../../../local/invoke.ts';
import { openStates } from '../../../local/states/open-states.ts';
import type { StatusChange } from '../../../local/states/status-change.ts';

export const FUNCTION = 'arn:aws:lambda:ap-southeast-1:000000000000:function:worker';
export const MACHINE = 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:tested';

type Worker = (event: unknown, functionArn: string) => unknown;

/** Thrown by a worker to make its call fail under a name. */
export class FunctionError extends Error {
  readonly type: string;
  constructor(type: string, message = 'as told') {
    super(message);
    this.type = type;
  }
}

const call = async (worker: Worker, functionArn: string, event: unknown): Promise<InvokeResult> => {
  if (!functionArn.includes(':worker')) throw new Error(`no function ${functionArn}`);
  try {
    return { ok: true, payload: await worker(event, functionArn) };
  } catch (error) {
    if (error instanceof FunctionError) return { ok: false, errorType: error.type, errorMessage: error.message };
    throw error;
  }
};

export const temporaryFolder = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'states-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** Waits for a condition, in machine time. */
export const until = async <Value>(look: () => Value | undefined | Promise<Value | undefined>, what = 'the condition'): Promise<Value> => {
  const deadline = performance.now() + 8_000;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`${what} did not come about in time`);
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** The engine behind a real endpoint, with the real client, on a clock that only the test moves forward. */
export const openBench = async (options: { worker?: Worker; dataDir?: string; onStatusChange?: (event: StatusChange) => void } = {}) => {
  const folder = temporaryFolder();
  const clock = new VirtualClock();
  const calls: unknown[] = [];
  const statusEvents: StatusChange[] = [];
  const worker: Worker = options.worker ?? ((event) => event);
  const states = await openStates({
    dataDir: options.dataDir ?? folder.path,
    clock,
    invoke: (functionArn, event) => {
      calls.push(event);
      return call(worker, functionArn, event);
    },
    onStatusChange: (event) => {
      options.onStatusChange?.(event);
      statusEvents.push(event);
    },
  });
  const server = await serveAwsJson({ AWSStepFunctions: states.service });
  const sfn = new SFNClient({
    endpoint: server.url,
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  await states.resume();

  const deploy = (definition: object, arn = MACHINE) =>
    states.deploy([
      {
        arn,
        name: arn.split(':').at(-1) ?? '',
        roleArn: 'arn:aws:iam::000000000000:role/states',
        definition: JSON.stringify({ QueryLanguage: 'JSONata', ...definition }),
      },
    ]);
  const start = async (input: unknown = {}, name?: string): Promise<string> => {
    const { executionArn = '' } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: MACHINE, name, input: JSON.stringify(input) }),
    );
    return executionArn;
  };
  const describe = (executionArn: string) => sfn.send(new DescribeExecutionCommand({ executionArn }));
  const ended = (executionArn: string): Promise<DescribeExecutionOutput> =>
    until(async () => {
      const execution = await describe(executionArn);
      return execution.status === 'RUNNING' ? undefined : execution;
    }, 'the end of the execution');
  const history = async (executionArn: string): Promise<HistoryEvent[]> => {
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await sfn.send(new GetExecutionHistoryCommand({ executionArn, nextToken, maxResults: 1000 }));
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return events;
  };

  return {
    clock,
    states,
    sfn,
    calls,
    statusEvents,
    deploy,
    start,
    describe,
    ended,
    history,
    eventTypes: async (executionArn: string) => (await history(executionArn)).map(({ type }) => type),
    /** Deploys, starts and waits for the end. */
    run: async (definition: object, input: unknown = {}) => {
      deploy(definition);
      const execution = await ended(await start(input));
      return { ...execution, result: execution.output === undefined ? undefined : JSON.parse(execution.output) };
    },
    /** Waits until the history of the execution holds `count` events of the type. */
    reached: (executionArn: string, type: string, count = 1) =>
      until(async () => (await history(executionArn)).filter((event) => event.type === type)[count - 1], `${type} (${count})`),
    close: async () => {
      sfn.destroy();
      await server.stop();
      await states.stop();
      clock.stop();
      folder.remove();
    },
  };
};

export type Bench = Awaited<ReturnType<typeof openBench>>;

/** A Task that calls the worker with its input. */
export const task = (fields: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: FUNCTION, Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  End: true,
  ...fields,
});

/** A Task that hands its token to the worker as `token`. */
export const tokenTask = (fields: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: FUNCTION, Payload: { token: '{% $states.context.Task.Token %}', input: '{% $states.input %}' } },
  End: true,
  ...fields,
});

/** A machine of one state after the other. */
export const machine = (States: Record<string, object>, fields: object = {}) => ({ StartAt: Object.keys(States)[0], States, ...fields });
