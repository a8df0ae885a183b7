import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Case, Hand } from './case.ts';
import type { Engine } from './engine.ts';
import { type Observation, observationOf } from './observation.ts';

const PATIENCE_S = 180;
const SETTLES_WITHIN_S = 30;
const LOOK_EVERY_MS = 40;

/** Looks again and again; undefined if nothing was seen in time. */
const seen = async <Value>(look: () => Promise<Value | undefined>, seconds: number): Promise<Value | undefined> => {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const value = await look();
    if (value !== undefined || performance.now() > deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
};

const until = async <Value>(what: string, look: () => Promise<Value | undefined>): Promise<Value> => {
  const value = await seen(look, PATIENCE_S);
  if (value === undefined) throw new Error(`${what} did not come about within ${PATIENCE_S} s`);
  return value;
};

const historyOf = async (sfn: SFNClient, executionArn: string): Promise<HistoryEvent[]> => {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(new GetExecutionHistoryCommand({ executionArn, nextToken, maxResults: 1000 }));
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return events;
};

/** Moto tells the end of an execution a moment before its history does. */
const settledHistoryOf = async (sfn: SFNClient, executionArn: string): Promise<HistoryEvent[]> => {
  const settled = await seen(async () => {
    const events = await historyOf(sfn, executionArn);
    return events.some(({ type }) => type !== 'ExecutionStarted' && type?.startsWith('Execution')) ? events : undefined;
  }, SETTLES_WITHIN_S);
  return settled ?? historyOf(sfn, executionArn);
};

const answerOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
    return 'ok';
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
};

const handOn = (sfn: SFNClient, executionArn: string, tokens: readonly string[], answers: string[]): Hand => {
  const noted = async (call: Promise<unknown>): Promise<string> => {
    const answer = await answerOf(call);
    answers.push(answer);
    return answer;
  };
  return {
    reached: (type, count = 1) =>
      until(`${type} (${count})`, async () => {
        const events = await historyOf(sfn, executionArn);
        return events.filter((event) => event.type === type).length >= count || undefined;
      }).then(() => {}),
    token: (index = 0) => until(`token ${index}`, async () => tokens[index]),
    succeed: (taskToken, output = '{}') => noted(sfn.send(new SendTaskSuccessCommand({ taskToken, output }))),
    fail: (taskToken, error, cause) => noted(sfn.send(new SendTaskFailureCommand({ taskToken, error, cause }))),
    beat: (taskToken) => noted(sfn.send(new SendTaskHeartbeatCommand({ taskToken }))),
    stop: (error, cause) => noted(sfn.send(new StopExecutionCommand({ executionArn, error, cause }))),
  };
};

/** Runs a case on an engine from deployment to its end. @param number a short name that no other case has */
export const runCase = async (
  engine: Engine,
  number: string,
  { definition, input, functions, act, patience = PATIENCE_S }: Case,
): Promise<Observation> => {
  const { sfn, stubs } = engine;
  const { tokens, substitute } = stubs.install(number, functions ?? {});
  const stateMachineArn = await engine.deploy(number, substitute(JSON.stringify({ QueryLanguage: 'JSONata', ...definition })));
  const { executionArn = '' } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, name: number, input: substitute(JSON.stringify(input ?? {})) }),
  );
  const answers: string[] = [];
  await act?.(handOn(sfn, executionArn, tokens, answers));
  const describe = () => sfn.send(new DescribeExecutionCommand({ executionArn }));
  const ended = await seen(async () => {
    const described = await describe();
    return described.status === 'RUNNING' ? undefined : described;
  }, patience);
  if (!ended) return observationOf(await describe(), await historyOf(sfn, executionArn), answers);
  return observationOf(ended, await settledHistoryOf(sfn, executionArn), answers);
};
