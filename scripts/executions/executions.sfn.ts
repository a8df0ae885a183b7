import { ListExecutionsCommand, type ListExecutionsCommandOutput, SFNClient } from '@aws-sdk/client-sfn';

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
