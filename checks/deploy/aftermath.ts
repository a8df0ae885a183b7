import * as z from 'zod';
import { waitUntil } from '../support/wait-until.ts';
import type { AwsCalls } from './aws-call.ts';
import type { DeployedCells } from './deployed-cells.ts';
import { ACCOUNT } from './emulator.ts';

/** The sweep of deadlines comes every minute; everything else is through by then. */
const PATIENCE_MS = 180_000;

const LogEvents = z.object({ events: z.array(z.object({ message: z.string() })) });
const Depth = z.object({ Attributes: z.object({ ApproximateNumberOfMessages: z.coerce.number() }) });

type FunctionLog = { readonly name: string; readonly group: string };

/** The construct that a function and its log group belong to begins both logical ids. */
const functionLogs = ({ resources }: DeployedCells): readonly FunctionLog[] => {
  const groups = resources.filter(({ type }) => type === 'AWS::Logs::LogGroup');
  return resources
    .filter(({ type }) => type === 'AWS::Lambda::Function')
    .map(({ logicalId, stack }) => {
      const name = logicalId.replace(/Function[0-9A-F]{8}$/, '');
      const group = groups.find((one) => one.stack === stack && new RegExp(`^${name}Logs[0-9A-F]{8}$`).test(one.logicalId));
      if (!group) throw new Error(`the function ${name} has no log group`);
      return { name: `${stack}/${name}`, group: group.physicalId };
    });
};

/** What the functions logged since a time (epoch milliseconds), by function. */
const messagesSince = async (calls: AwsCalls, cells: DeployedCells, since: number): Promise<ReadonlyMap<string, readonly string[]>> => {
  const entries = await Promise.all(
    functionLogs(cells).map(async ({ name, group }) => {
      const found = await calls.json('logs', 'Logs_20140328.FilterLogEvents', { logGroupName: group, startTime: since });
      return [name, LogEvents.parse(found).events.map(({ message }) => message)] as const;
    }),
  );
  return new Map(entries);
};

/** @throws Error naming the functions of the cells that nobody has called since `since` */
export const everyFunctionWasCalled = async (calls: AwsCalls, cells: DeployedCells, since: number): Promise<number> => {
  const uncalled = async () =>
    [...(await messagesSince(calls, cells, since))].filter(([, messages]) => messages.length === 0).map(([name]) => name);
  try {
    await waitUntil('every function to be called', PATIENCE_MS, async () => ((await uncalled()).length === 0 ? true : undefined));
  } catch {
    throw new Error(`not called: ${(await uncalled()).join(', ')}`);
  }
  return functionLogs(cells).length;
};

/** A function's own line of an error, or the platform's of one that was thrown. */
const tellsFailure = (message: string): boolean => /"level":"(ERROR|FATAL)"|AccessDenied|"errorType"|Task timed out/.test(message);

/** Lines of failures that functions logged since `since`, with the function's name. */
export const loggedFailures = async (calls: AwsCalls, cells: DeployedCells, since: number): Promise<readonly string[]> =>
  [...(await messagesSince(calls, cells, since))].flatMap(([name, messages]) =>
    messages.filter(tellsFailure).map((message) => `${name}: ${message.trim().slice(0, 600)}`),
  );

/** @throws Error naming the dead letter queues that hold something */
export const noDeadLetters = async (calls: AwsCalls, endpoint: string, { resources }: DeployedCells): Promise<number> => {
  const queues = resources.filter(
    ({ type, logicalId }) => type === 'AWS::SQS::Queue' && /DeadLetters|UnpublishedEvents|MissedSweeps/.test(logicalId),
  );
  const depths = await Promise.all(
    queues.map(async ({ logicalId, physicalId }) => {
      const name = physicalId.slice(physicalId.lastIndexOf('/') + 1);
      const answer = await calls.json('sqs', 'AmazonSQS.GetQueueAttributes', {
        QueueUrl: `${endpoint}/${ACCOUNT}/${name}`,
        AttributeNames: ['ApproximateNumberOfMessages'],
      });
      return { logicalId, depth: Depth.parse(answer).Attributes.ApproximateNumberOfMessages };
    }),
  );
  const filled = depths.filter(({ depth }) => depth > 0);
  if (filled.length > 0) throw new Error(`dead letters: ${filled.map(({ logicalId, depth }) => `${depth} in ${logicalId}`).join(', ')}`);
  return queues.length;
};
