import {
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  type ListExecutionsCommandOutput,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { DescribedMachine } from './expect-machine-of-table.ts';

/** Names of the executions of a state machine that run, as Step Functions lists them: perhaps some moments late. Needs states:ListExecutions. */
export const runningExecutions = async (stateMachineArn: string, client = new SFNClient({})): Promise<ReadonlySet<string>> => {
  const names = new Set<string>();
  let after: string | undefined;
  do {
    const page: ListExecutionsCommandOutput = await client.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 1000, ...(after && { nextToken: after }) }),
    );
    for (const { name } of page.executions ?? []) if (name) names.add(name);
    after = page.nextToken;
  } while (after);
  return names;
};

/** The newest executions that are looked at. */
const SOME = 20;

/** What tells of a state machine whose it is. Needs states:DescribeStateMachine and ListExecutions. @throws when there is none */
export const describeMachine = async (stateMachineArn: string, client = new SFNClient({})): Promise<DescribedMachine> => {
  const { definition = '' } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: SOME }));
  return { definition, executions: executions.flatMap(({ name }) => name ?? []) };
};

/** Stops an execution by its name. Needs states:StopExecution. */
export const stopExecution = async (stateMachineArn: string, name: string, cause: string, client = new SFNClient({})): Promise<void> => {
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  await client.send(new StopExecutionCommand({ executionArn, error: 'Stuck', cause }));
};
